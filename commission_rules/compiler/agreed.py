"""The terms that were agreed: a plan version with one set of overrides, in one currency.

Thousands of deals share few of them, so each is made once and kept.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commission_rules.compiler.checks import VERSION_CHECKS
from commission_rules.compiler.checks.changes import Signature, signature
from commission_rules.compiler.compiled import CompiledPlan, CompiledVersion
from commission_rules.compiler.currencies import is_known
from commission_rules.compiler.overrides.apply import apply_overrides, read_overrides
from commission_rules.compiler.terms.components import Row, child_rows, component_columns
from commission_rules.schema.component import Component
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.parts.caps import has_amount_caps
from commission_rules.schema.plan import Version
from commission_rules.text.render import SentencesOf, render_version


@dataclass(frozen=True, eq=False)
class Agreed:
    """What one plan version says with the overrides in it, ready to be copied for each deal."""

    compiled: CompiledVersion
    version: Version
    components: tuple[tuple[str, Row, dict[str, list[Row]]], ...]
    sentences: SentencesOf
    signature: Signature
    refusals: tuple[tuple[str, str], ...]


class AgreedTerms:
    """Makes and keeps `Agreed` by plan version, overrides and currency."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._languages = tuple(languages)
        self._kept: dict[tuple[Any, ...], Agreed] = {}

    def get(
        self,
        plan: CompiledPlan,
        compiled: CompiledVersion,
        lookups: Lookups,
        currency: str,
        overrides: str | dict[str, Any] | None,
    ) -> Agreed:
        """Return the terms; what is refused stands in `refusals` as (what, what to do)."""
        text = overrides if isinstance(overrides, str) else json.dumps(overrides, sort_keys=True)
        key = (plan.program_id, plan.plan_id, compiled.version_no, currency, text)
        if key not in self._kept:
            self._kept[key] = self._make(plan, compiled, lookups, currency, overrides)
        return self._kept[key]

    def _make(
        self,
        plan: CompiledPlan,
        compiled: CompiledVersion,
        lookups: Lookups,
        currency: str,
        overrides: str | dict[str, Any] | None,
    ) -> Agreed:
        version, refusals = _overridden(compiled.version, overrides)
        refusals += _checked(version, lookups) if not refusals else []
        refusals += _currency(plan, version, currency)
        return Agreed(
            compiled,
            version,
            tuple(
                (
                    part.id,
                    component_columns(part, position, compiled.once_names.get(part.id)),
                    child_rows(part, lookups),
                )
                for position, part in enumerate(version.components, start=1)
            ),
            render_version(plan.plan, version, lookups, currency, self._languages),
            signature(version.components),
            tuple(refusals),
        )


def _overridden(
    version: Version, overrides: str | dict[str, Any] | None
) -> tuple[Version, list[tuple[str, str]]]:
    try:
        changed, refusals = apply_overrides(version, read_overrides(overrides))
    except ValueError as error:
        changed, refusals = version, [str(error)]
    return changed, [_halves(refusal) for refusal in refusals]


def _halves(text: str) -> tuple[str, str]:
    what, _, todo = text.partition(" – ")
    return what, todo or "correct it"


def _checked(version: Version, lookups: Lookups) -> list[tuple[str, str]]:
    """Return what the checks of a plan version say about the version with overrides in it."""
    return [
        (f"{_named(version, problem.path)}: {problem.what}", problem.todo)
        for check in VERSION_CHECKS
        for problem in check(version, lookups)
    ]


def _named(version: Version, path: tuple[str | int, ...]) -> str:
    """Write a path with the component's id in place of its number."""
    if len(path) > 1 and path[0] == "components" and isinstance(path[1], int):
        path = ("components", version.components[path[1]].id, *path[2:])
    return ".".join(map(str, path))


def _has_limits(part: Component) -> bool:
    """Tell whether a cap or the gate is an amount in the plan's currency."""
    return has_amount_caps(part.caps) or (part.gate is not None and part.gate.is_money)


def _currency(plan: CompiledPlan, version: Version, currency: str) -> list[tuple[str, str]]:
    """COMMISSIONS, "Money": a deal's currency is its plan's; where every number of the plan is a
    share, the deal may name another."""
    if not is_known(currency):
        return [(f"unknown currency {currency}", "write a code of ISO 4217")]
    if currency == plan.plan.currency:
        return []
    amounts = [part.id for part in version.components if part.has_amounts() or _has_limits(part)]
    if not amounts:
        return []
    return [
        (
            f"is in {currency}, but {', '.join(amounts)} of the plan has amounts in "
            f"{plan.plan.currency}",
            f"make the deal in {plan.plan.currency}, or choose a plan of shares alone",
        )
    ]

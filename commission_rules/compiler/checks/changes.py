"""Changes between versions: what touches a period begins on the first day of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from commission_rules.compiler.checks.dates import rulings
from commission_rules.compiler.cohorts import BY_DAY, is_by_registration
from commission_rules.compiler.intervals import Dated, effective, is_first_of_period
from commission_rules.schema.component import Component, Problem
from commission_rules.schema.components.revshare import Revshare
from commission_rules.schema.plan import Plan, Version

# What holds for a version as a whole, and for whole periods.
WHOLE_PERIODS = ("rounding", "active_when")
Signature = dict[str, tuple[bool, dict[str, Any]]]


def signature(components: Sequence[Component]) -> Signature:
    """Return for each component id whether it touches a period, and what it pays by."""
    return {
        component.id: (
            component.touches_period(),
            component.model_dump(by_alias=True, exclude={"negotiable"}),
        )
        for component in components
    }


def changed_period_parts(before: Signature, after: Signature) -> list[str]:
    """Return the ids of components that touch a period and differ between the two."""
    return sorted(
        component_id
        for component_id in {*before, *after}
        if before.get(component_id) != after.get(component_id)
        and any(side.get(component_id, (False, {}))[0] for side in (before, after))
    )


def period_parts_change_on_first_days(plan: Plan) -> list[Problem]:
    """COMMISSIONS, "Plans are dated data": a change of a period component, of a tier with a period
    metric or of a gate is refused on a day that is not the first of a period; so is a change of
    rounding (DECISIONS 2) and of what makes a client active."""
    found = []
    intervals = rulings(plan)
    for before, after in pairwise(intervals):
        old, new = plan.versions[before.thing], plan.versions[after.thing]
        if is_by_registration(plan):
            # each version keeps its own clients: only what sees all of them changes on a day
            old, new = (_of_all_clients(version) for version in (old, new))
        parts = changed_period_parts(signature(old.components), signature(new.components))
        parts += [name for name in WHOLE_PERIODS if getattr(old, name) != getattr(new, name)]
        if parts and not is_first_of_period(plan.calendar, after.first):
            path = _boundary(plan, before, after)
            found.append(
                Problem(
                    path,
                    f"changes {', '.join(parts)} on {after.first}, inside a period",
                    f"start the change on the first day of a period ({plan.calendar})",
                )
            )
    return found


def _of_all_clients(version: Version) -> Version:
    kept = tuple(part for part in version.components if part.type in BY_DAY)
    return version.model_copy(update={"components": kept, "rounding": "line", "active_when": None})


def _boundary(plan: Plan, before: Dated[int], after: Dated[int]) -> tuple[str | int, ...]:
    """Return the key of the day that makes this boundary."""
    if plan.versions[after.thing].valid_from == after.first:
        return "versions", after.thing, "valid_from"
    return "versions", before.thing, "valid_to"


def corrections_keep_carryover(plan: Plan) -> list[Problem]:
    """RULINGS, "Which terms": a correction may not change policy, level or scope of a carryover.

    A correction here is a version that starts before the day on which it was recorded.
    """
    found: list[Problem] = []
    if is_by_registration(plan):
        return found
    for index, version in enumerate(plan.versions):
        if version.valid_from >= version.recorded_on:
            continue
        for older in _ruled_before(plan, index, version.valid_from, version.last_day):
            for position, component in enumerate(version.components):
                if _carry(component) and _carry_of(older, component.id) not in (
                    None,
                    _carry(component),
                ):
                    found.append(
                        Problem(
                            ("versions", index, "components", position, "carryover"),
                            "a correction changes policy, level or scope of the carryover",
                            "keep all three as the corrected version had them",
                        )
                    )
    return found


def _ruled_before(plan: Plan, index: int, first: date, last: date) -> list[Version]:
    earlier = [
        Dated(version.valid_from, version.last_day, (version.recorded_on, number), number)
        for number, version in enumerate(plan.versions[:index])
    ]
    return [
        plan.versions[ruling.thing]
        for ruling in effective(earlier)
        if ruling.first <= last and first <= ruling.last
    ]


def _carry(component: Component) -> tuple[str, str, str] | None:
    if not isinstance(component, Revshare):
        return None
    return component.carryover.policy, component.carryover.level, component.carryover.scope


def _carry_of(version: Version, component_id: str) -> tuple[str, str, str] | None:
    return next((_carry(part) for part in version.components if part.id == component_id), None)

"""The sentences of a plan itself, before any deal changes a number."""

from __future__ import annotations

from datetime import date

from commission_rules.compiler.compiled import CompiledPlans
from commission_rules.text.render import render_version, validity_sentence


def plan_sentences(
    compiled: CompiledPlans, name: str, language: str, on: date | None = None
) -> list[tuple[str | None, str]]:
    """Return (component id or None, sentence) of `<program>/<plan>` on a day (default: the last).

    Raises:
        LookupError: what was not found, and what there is.
    """
    program_id, _, plan_id = name.partition("/")
    plan = compiled.plans.get((program_id, plan_id))
    if plan is None:
        known = ", ".join(sorted("/".join(key) for key in compiled.plans))
        raise LookupError(f"no plan {name}; there are {known}")
    rulings = [r for r in plan.intervals if on is None or r.first <= on <= r.last]
    if not rulings:
        raise LookupError(f"{name} has no version on {on}; it starts {plan.intervals[0].first}")
    ruling = rulings[-1]
    lookups, version = compiled.lookups[program_id], ruling.thing
    opening = validity_sentence(
        getattr(plan.plan.title, language),
        version.version_no,
        ruling.first,
        ruling.last,
        language,
    )
    rest = render_version(plan.plan, version.version, lookups, plan.plan.currency, [language])
    return [(None, opening), *rest[language]]

"""Steps rise, and what is sliced adds up."""

from __future__ import annotations

from commission_rules.schema.component import Component, Problem
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.parts.tiers import EventTiersOf
from commission_rules.schema.plan import Version


def steps_rise(version: Version, lookups: Lookups) -> list[Problem]:
    """Each step starts higher than the one before; `from: 500` lies before `above: 500`."""
    found = []
    for index, component in enumerate(version.components):
        starts = [(step.starts_at, not step.is_inclusive) for step in component.step_rows()]
        for number in range(1, len(starts)):
            if starts[number] <= starts[number - 1]:
                found.append(
                    Problem(
                        ("components", index, component.steps_field(), "steps", number),
                        f"the step at {starts[number][0]} does not rise",
                        f"start it above {starts[number - 1][0]}, or exchange the steps",
                    )
                )
    return found


def marginal_adds_up(version: Version, lookups: Lookups) -> list[Problem]:
    """An event component slices the event itself, or the running total of its own events in the
    period (COMMISSIONS, "Tiers"; DECISIONS 42): the metric must be one that these add up to."""
    found = []
    for index, component in enumerate(version.components):
        tiers = getattr(component, "tiers", None)
        if not isinstance(tiers, EventTiersOf) or tiers.kind != "marginal":
            continue
        allowed = ("event", *_own_totals(component))
        if tiers.metric not in allowed or tiers.look_back or tiers.network:
            found.append(
                Problem(
                    ("components", index, "tiers", "kind"),
                    f"the events of a {component.type} do not add up to this metric",
                    f"write kind: slab, or metric: {' or '.join(allowed)} of the period itself",
                )
            )
    return found


def _own_totals(component: Component) -> tuple[str, ...]:
    """Return the metrics that a component's own events add up to."""
    kind = getattr(component, "action", None) or getattr(component, "of", None)
    by_kind = {"sale": "sales", "registration": "registrations", "stakes": "turnover"}
    if component.type in ("per_action", "per_turnover"):
        return (by_kind[kind],) if kind in by_kind else ("lots",) if kind == "notional" else ()
    return ("net_sales", "sales") if component.type == "sale_share" else ("lots",)

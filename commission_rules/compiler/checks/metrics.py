"""Metrics that the warehouse cannot find: refused, so that no step is missed in silence."""

from __future__ import annotations

from commission_rules.schema.component import Component, Problem
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Version


def metrics_are_computed(version: Version, lookups: Lookups) -> list[Problem]:
    """Refuse `commission` (of the previous period), until lines of one period can be read while
    those of the next are made."""
    return [
        Problem(
            ("components", index),
            "the metric commission is not computed yet",
            "take another metric, like net_revenue with look_back: previous",
        )
        for index, component in enumerate(version.components)
        if "commission" in _metrics(component)
    ]


def _metrics(component: Component) -> set[str | None]:
    """Return every metric that the component's steps, gate and levels ask for."""
    columns = component.columns()
    asked = {condition.metric for step in component.step_rows() for condition in step.conditions}
    qualifies = getattr(component.levels, "qualifies_when", None)
    gate = component.gate.metric if component.gate else None
    own = {columns.get("tier_metric"), gate}
    return {*asked, *own, getattr(qualifies, "metric", None)}

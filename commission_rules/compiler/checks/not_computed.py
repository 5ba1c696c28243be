"""What `terms` carries and the warehouse does not compute yet: notes, not errors.

When a model computes one of these, its line here goes.
"""

from __future__ import annotations

from commission_rules.schema.component import Component, Problem
from commission_rules.schema.plan import Version

LATER = "the terms carry it; do not put it in force before the warehouse computes it"


def not_computed_yet(version: Version) -> list[Problem]:
    """Return one note for each part of the version that is not computed yet."""
    found = []
    for index, component in enumerate(version.components):
        path = ("components", index)
        if "commission" in _metrics(component):
            found.append(Problem(path, "the metric commission is not computed yet", LATER))
    return found


def _metrics(component: Component) -> set[str | None]:
    """Return every metric that the component's steps and gate ask for."""
    columns = component.columns()
    asked = {condition.metric for step in component.step_rows() for condition in step.conditions}
    gate = component.gate.metric if component.gate else None
    return {*asked, columns.get("tier_metric"), columns.get("gate_metric"), gate}

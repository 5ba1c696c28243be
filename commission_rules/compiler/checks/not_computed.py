"""What `terms` carries and the warehouse does not compute yet: notes, not errors.

When a model computes one of these, its line here goes.
"""

from __future__ import annotations

from commission_rules.schema.component import Problem
from commission_rules.schema.components.revshare import Revshare
from commission_rules.schema.plan import Version

LATER = "the terms carry it; do not put it in force before the warehouse computes it"


def not_computed_yet(version: Version) -> list[Problem]:
    """Return one note for each part of the version that is not computed yet."""
    found = []
    if version.late_events == "current_period":
        found.append(Problem(("late_events",), "current_period is not computed yet", LATER))
    for index, component in enumerate(version.components):
        path = ("components", index)
        if isinstance(component, Revshare) and component.recoup:
            found.append(Problem((*path, "recoup"), "recoup is not computed yet", LATER))
    return found

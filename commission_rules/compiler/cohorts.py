"""`applies_by: registration`: the clients of each version, computed apart (RULINGS, "Which terms").

Each version after the first has component ids of its own inside the warehouse, `<id>@<version>`, so
that steps, gates, caps, carryover and lines of its clients never meet those of another; lines and
facts are shown under the plan's own id. A component that follows the version of the day and has the
id of one of the first version's own is kept as `<id>@day` beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from commission_rules.compiler.compiled import CompiledPlan, CompiledVersion
from commission_rules.schema.plan import Plan

EVER = date(1900, 1, 1)
# These follow the version of the day and see all clients of the deal.
BY_DAY = frozenset({"flat_fee", "bonus", "override"})


@dataclass(frozen=True)
class Cohort:
    """The clients who registered while a version was in force; both days are included."""

    compiled: CompiledVersion
    registered_from: date
    registered_to: date
    is_first: bool

    def component_id(self, component_id: str) -> str:
        """Return the id under which the warehouse keeps the component of this version."""
        return component_id if self.is_first else f"{component_id}@{self.compiled.version_no}"


def is_by_registration(plan: Plan) -> bool:
    """Tell whether versions are chosen by the client's registration and there are several."""
    return len(plan.versions) > 1 and plan.versions[-1].applies_by == "registration"


def cohorts_of(plan: CompiledPlan) -> Sequence[Cohort]:
    """Return the cohorts in order; clients older than the plan belong to the first one."""
    if not is_by_registration(plan.plan):
        return ()
    return [
        Cohort(ruling.thing, EVER if number == 0 else ruling.first, ruling.last, number == 0)
        for number, ruling in enumerate(plan.intervals)
    ]


def id_of_the_day(plan: CompiledPlan, component_id: str) -> str:
    """Return the id under which the warehouse keeps a component of `BY_DAY`.

    An id may change its type between versions; the first version's clients keep theirs for the
    whole deal, so that two components of one id would stand on the same days.
    """
    first = plan.intervals[0].thing.version
    own = {one.id for one in first.components if one.type not in BY_DAY}
    return f"{component_id}@day" if component_id in own else component_id

"""Checks: each a pure function that returns the problems it finds, each with a test beside it.

`VERSION_CHECKS` look at one version (of a plan, or of a plan with a deal's overrides in it);
`HISTORY_CHECKS` look at a plan's versions together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from commission_rules.compiler.checks import (
    caps,
    changes,
    cpa_ids,
    dates,
    guards,
    levels,
    metrics,
    negotiable,
    references,
    steps,
    tables,
)
from commission_rules.schema.component import Problem
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Plan, Version

VersionCheck = Callable[[Version, Lookups], list[Problem]]
HistoryCheck = Callable[[Plan], list[Problem]]


def own_problems(version: Version, lookups: Lookups) -> list[Problem]:
    """Ask each component for what is wrong between its own fields."""
    return [
        Problem(("components", index, *problem.path), problem.what, problem.todo)
        for index, component in enumerate(version.components)
        for problem in component.problems()
    ]


VERSION_CHECKS: Sequence[VersionCheck] = (
    own_problems,
    caps.caps_fit,
    references.references_exist,
    references.no_cycles,
    steps.steps_rise,
    steps.marginal_adds_up,
    tables.names_are_known,
    tables.rows_can_be_ordered,
    levels.levels_fit,
    metrics.levels_qualify_by_facts,
    guards.shares_stay_below_guard,
)
PLAN_VERSION_CHECKS: Sequence[VersionCheck] = (*VERSION_CHECKS, negotiable.ranges_fit)
HISTORY_CHECKS: Sequence[HistoryCheck] = (
    dates.recorded_in_order,
    dates.without_gaps,
    dates.registration_versions_stand_alone,
    changes.period_parts_change_on_first_days,
    changes.corrections_keep_carryover,
    cpa_ids.renamed_cpas_say_so,
)

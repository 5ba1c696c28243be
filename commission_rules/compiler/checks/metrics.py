"""Metrics that fit where they stand."""

from __future__ import annotations

from commission_rules.schema.component import Problem
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Version


def levels_qualify_by_facts(version: Version, lookups: Lookups) -> list[Problem]:
    """Refuse `commission` in `qualifies_when`: it looks at the period itself, of members of the
    chain that may have no deal, and commission is that of a deal in the period before."""
    return [
        Problem(
            ("components", index, "levels", "qualifies_when", "metric"),
            "commission is that of a deal in the previous period, and nobody qualifies by it",
            "take a metric of the period, like active_clients or net_revenue",
        )
        for index, component in enumerate(version.components)
        if getattr(getattr(component.levels, "qualifies_when", None), "metric", "") == "commission"
    ]

"""The guard: percentages of the same revenue are added up and refused when over."""

from __future__ import annotations

from decimal import Decimal

from commission_rules.schema.component import Problem
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Version

# Bases that are the same money of the client.
SAME_REVENUE = {"ngr": "client revenue", "net_revenue": "client revenue"}


def shares_stay_below_guard(version: Version, lookups: Lookups) -> list[Problem]:
    """COMMISSIONS, "Levels", Guard. Amounts per lot and fixed ones are checked on the data."""
    if version.guard is None:
        return []
    found = []
    total: dict[str, Decimal] = {}
    for index, component in enumerate(version.components):
        largest = component.largest_share()
        if largest is None:
            continue
        revenue = SAME_REVENUE.get(largest[0], largest[0])
        total[revenue] = total.get(revenue, Decimal(0)) + largest[1]
        if total[revenue] > version.guard.share:
            found.append(
                Problem(
                    ("components", index),
                    f"shares of {revenue} add up to {total[revenue]}, "
                    f"over the guard of {version.guard.share}",
                    "lower a share, or raise the guard",
                )
            )
    return found

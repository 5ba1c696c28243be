"""The guard: percentages of the same revenue are added up and refused when over."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from commission_rules.schema.component import Component, Problem
from commission_rules.schema.components.override import Override
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.parts.levels import FixedPerLevel
from commission_rules.schema.plan import Version

# Bases that are the same money of the client.
SAME_REVENUE = {
    "ngr": "client revenue",
    "net_revenue": "client revenue",
    "sale": "sales",
    "net_sales": "sales",
    "trade": "trades",
}
ONE = Decimal(1)


def shares_stay_below_guard(version: Version, lookups: Lookups) -> list[Problem]:
    """COMMISSIONS, "Levels", Guard. Amounts per lot and fixed ones are checked on the data.

    A chain whose members all have this version gets the direct partner's share, the table by
    level, and what the overrides of the version add on top.
    """
    if version.guard is None:
        return []
    found = []
    total: dict[str, Decimal] = {}
    for index, component in enumerate(version.components):
        largest = component.largest_share()
        if largest is None:
            continue
        revenue = SAME_REVENUE.get(largest[0], largest[0])
        share = _of_chain(component, largest[1]) * (ONE + _on_top(component, version.components))
        total[revenue] = total.get(revenue, Decimal(0)) + share
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


def _of_chain(component: Component, share: Decimal) -> Decimal:
    """Return what the whole chain gets of the revenue by this component alone."""
    levels = component.levels
    if isinstance(levels, FixedPerLevel) and component.rate_unit == "share":
        return sum(levels.table[: levels.depth], Decimal(0))
    return share


def _on_top(component: Component, components: Sequence[Component]) -> Decimal:
    """Return what overrides on commission add, as a part of the component's own share."""
    added = Decimal(0)
    for override in components:
        if not isinstance(override, Override) or override.base != "commission":
            continue
        if override.component_types and component.type not in override.component_types:
            continue
        product = ONE
        for rate in override.rates:
            product = product * rate if override.of == "below" else rate
            added += product
    return added

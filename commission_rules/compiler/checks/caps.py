"""Caps: of one kind each, and only where they can be counted."""

from __future__ import annotations

from commission_rules.schema.component import Problem
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Version


def caps_fit(version: Version, lookups: Lookups) -> list[Problem]:
    """Two caps of one kind are refused; RULINGS, "Carryover …": period components take caps per
    deal only."""
    found = []
    for index, component in enumerate(version.components):
        seen = set()
        for number, cap in enumerate(component.caps):
            path = ("components", index, "caps", number)
            if component.type == "override":
                what = "an override has no cap of its own"
                found.append(Problem(path, what, "remove it, or write follows: <component>"))
            kind = (cap.per, cap.reach, cap.count is None)
            if kind in seen:
                found.append(Problem(path, "two caps of the same kind", "keep the lower one"))
            seen.add(kind)
            if component.family == "period" and cap.per != "deal":
                found.append(
                    Problem(
                        path,
                        f"a {component.type} is priced by period, not by {cap.per}",
                        "write per: deal, or remove the cap",
                    )
                )
    return found

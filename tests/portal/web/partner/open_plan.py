"""A plan that lets a deal negotiate one number."""

from __future__ import annotations

from datetime import date

from portal.deals.ranges import PlanVersion

MAJORS = "components.rebate.rate_per_lot[symbol_group=majors]"
_TEXT = """
id: ib_standard
components:
  - id: rebate
    type: per_lot
    rate_per_lot: [{symbol_group: majors, value: "8"}]
    negotiable: {rate_per_lot: {min: "6", max: "12"}}
"""


def open_plan() -> PlanVersion:
    """Its rate for majors, 8, may be agreed between 6 and 12."""
    return PlanVersion("ib_standard", 1, date(2026, 1, 1), date(9999, 12, 31), _TEXT)

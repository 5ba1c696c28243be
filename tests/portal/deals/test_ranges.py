"""What a plan lets negotiate: numbers with the range that the file gives them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portal.deals.ranges import PlanVersion, open_numbers, refuse_closed, version_on
from portal.partners.errors import DomainError

LOTS = """
  - valid_from: 2022-01-01
    components:
      - id: rebate
        type: per_lot
        rate_per_lot:
          - {symbol_group: majors, value: "6.00"}
          - {value: "2.00"}
        negotiable:
          rate_per_lot: {min: "0.20", max: "15.00"}
          rate_per_lot[symbol_group=majors]: {min: "1.00", max: "12.00"}
"""
TIERS = """
  - components:
      - id: share
        tiers: {steps: [{from: "0", share: "0.25"}, {from: "10000.5", share: "0.30"}]}
        conditions: [{metric: wagered, at_least: "40"}, {metric: deposits, at_least: "3"}]
        negotiable:
          tiers.steps.share: {min: "0.15", max: "0.45"}
          conditions[metric=wagered].at_least: {min: "10", max: "90"}
"""


def test_each_row_of_a_table_is_a_number_and_the_nearest_range_counts() -> None:
    majors, rest = open_numbers(LOTS)
    assert majors.path == "components.rebate.rate_per_lot[symbol_group=majors]"
    assert (majors.standard, majors.lowest, majors.highest) == (
        Decimal("6.00"), Decimal("1.00"), Decimal("12.00"),
    )  # fmt: skip
    assert (rest.path, rest.highest) == ("components.rebate.rate_per_lot", Decimal("15.00"))


def test_steps_are_named_by_where_they_start_and_conditions_by_their_metric() -> None:
    assert [one.path for one in open_numbers(TIERS)] == [
        "components.share.conditions[metric=wagered].at_least",
        "components.share.tiers.steps[from=0].share",
        "components.share.tiers.steps[from=10000.5].share",
    ]


@pytest.mark.parametrize("path", [one.path for text in (LOTS, TIERS) for one in open_numbers(text)])
def test_the_rules_own_reader_takes_every_path(path: str) -> None:
    from commission_rules.compiler.overrides.paths import parse_path

    assert parse_path(path.split(".", 2)[2])


@pytest.mark.parametrize(
    ("value", "code"),
    [("12.01", "outside"), ("0.99", "outside"), ("NaN", "outside"), ("ten", "no_number")],
)
def test_a_number_outside_of_its_range_is_refused(value: str, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        refuse_closed(LOTS, {"components.rebate.rate_per_lot[symbol_group=majors]": value})
    assert refusal.value.code == code


def test_what_the_plan_does_not_open_is_refused() -> None:
    with pytest.raises(DomainError, match="not negotiable"):
        refuse_closed(LOTS, {"components.rebate.hold_days": "3"})
    refuse_closed(LOTS, {"components.rebate.rate_per_lot": "15.00"})


def test_the_version_is_the_one_of_the_day_the_newest_if_two_hold_it() -> None:
    old = PlanVersion("ib", 1, date(2022, 1, 1), date(9999, 12, 31), "")
    weeks = PlanVersion("ib", 2, date(2026, 3, 1), date(2026, 3, 15), "")
    assert version_on([old, weeks], "ib", date(2026, 3, 15)) is weeks
    assert version_on([old, weeks], "ib", date(2026, 3, 16)) is old
    assert version_on([old, weeks], "other", date(2026, 3, 16)) is None

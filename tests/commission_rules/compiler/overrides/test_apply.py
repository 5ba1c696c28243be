"""A deal's override replaces what it names: a row, the default, or the whole table (RULINGS)."""

from __future__ import annotations

from typing import Any

import pytest

from commission_rules.compiler.overrides.apply import apply_overrides, read_overrides
from tests.commission_rules.builders import cpa, one, per_lot, revshare, tiers

ROWS = [
    {"symbol": "EURUSD", "value": "4.00"},
    {"symbol_group": "majors", "value": "3.00"},
    {"value": "2.00"},
]
RANGE = {"rate_per_lot": {"min": "1.00", "max": "9.00"}}
LOT = per_lot(rate_per_lot=ROWS, negotiable=RANGE)
SHARE = revshare(
    tiers=tiers(("0", "0.25"), ("10000", "0.30")),
    negotiable={
        "tiers.steps.share": {"min": "0.15", "max": "0.45"},
        "tiers.steps.from": {"min": "0", "max": "50000"},
    },
)


def rates(overrides: dict[str, Any], component: dict[str, Any] = LOT) -> dict[str, str]:
    changed, refusals = apply_overrides(one(component), overrides)
    assert refusals == []
    rows = changed.components[0].rate_rows()
    return {",".join(row.names().values()) or "default": str(row.value) for row in rows}


def refused(overrides: dict[str, Any], component: dict[str, Any] = LOT) -> str:
    _, refusals = apply_overrides(one(component), overrides)
    assert len(refusals) == 1
    return refusals[0]


def test_a_number_replaces_the_default_and_leaves_the_rows() -> None:
    found = rates({"components.rebate.rate_per_lot": "6.5"})
    assert found == {"EURUSD": "4.00", "majors": "3.00", "default": "6.5"}


def test_a_named_row_is_replaced_or_added() -> None:
    found = rates(
        {
            "components.rebate.rate_per_lot[symbol_group=majors]": "8.00",
            "components.rebate.rate_per_lot[symbol=XAUUSD]": "7.00",
        }
    )
    assert found == {"EURUSD": "4.00", "majors": "8.00", "default": "2.00", "XAUUSD": "7.00"}


def test_rows_replace_the_whole_table() -> None:
    assert rates({"components.rebate.rate_per_lot": [{"value": "5.00"}]}) == {"default": "5.00"}


def test_a_whole_table_and_a_row_together_leave_the_row_the_last_word() -> None:
    found = rates(
        {
            "components.rebate.rate_per_lot[symbol=EURUSD]": "9.00",
            "components.rebate.rate_per_lot": [{"value": "5.00"}],
        }
    )
    assert found == {"default": "5.00", "EURUSD": "9.00"}


def test_a_row_is_held_by_its_own_range_before_the_common_one() -> None:
    own = {**RANGE, "rate_per_lot[symbol=EURUSD]": {"min": "3.50", "max": "4.50"}}
    bound = per_lot(rate_per_lot=ROWS, negotiable=own)
    message = refused({"components.rebate.rate_per_lot[symbol=EURUSD]": "5.00"}, bound)
    assert "5.00 is outside of 3.50 to 4.50" in message


def test_a_step_is_named_by_where_it_starts() -> None:
    changed, refusals = apply_overrides(
        one(SHARE), {"components.revshare.tiers.steps[from=10000.00].share": "0.32"}
    )
    assert refusals == []
    assert [str(step.rate) for step in changed.components[0].step_rows()] == ["0.25", "0.32"]


def test_steps_may_be_replaced_whole() -> None:
    steps = [{"from": "0", "share": "0.20"}, {"above": "20000", "share": "0.40"}]
    narrow = {**SHARE, "negotiable": {"tiers.steps.share": {"min": "0.15", "max": "0.45"}}}
    message = refused({"components.revshare.tiers.steps": steps}, narrow)
    assert "not negotiable" in message
    steps = [{"from": "0", "share": "0.20"}, {"from": "20000", "share": "0.40"}]
    changed, refusals = apply_overrides(one(SHARE), {"components.revshare.tiers.steps": steps})
    assert refusals == []
    assert [str(step.starts_at) for step in changed.components[0].step_rows()] == ["0", "20000"]


def test_a_condition_is_named_by_its_metric() -> None:
    key = "conditions[metric=first_deposit].at_least"
    component = cpa(negotiable={key: {"min": "10.00", "max": "50.00"}})
    changed, refusals = apply_overrides(one(component), {f"components.cpa.{key}": "35.00"})
    assert refusals == []
    assert str(changed.components[0].condition_rows()[0].at_least.value) == "35.00"


@pytest.mark.parametrize(
    ("overrides", "part"),
    [
        ({"components.rebate.rate_per_lot": "9.01"}, "outside of 1.00 to 9.00"),
        ({"components.rebate.rate_per_lot": 6.5}, "not a quoted decimal"),
        ({"components.rebate.rate_per_lot": None}, "not a quoted decimal"),
        ({"components.rebate.hold_days": "3"}, "not negotiable"),
        ({"components.rebate.levels.depth": "3"}, "names no number"),
        ({"components.other.rate_per_lot": "3"}, "names no component"),
        ({"rate_per_lot": "3"}, "names no component"),
        ({"components.rebate.rate_per_lot": [{"value": "0.10"}]}, "outside of"),
        ({"components.rebate.hold_days": [{"value": "3"}]}, "is not a table"),
        ({"components.rebate.rate_per_lot": [{"cow": "DE", "value": "3"}]}, "cow"),
    ],
)
def test_what_may_not_be_is_refused_and_says_what_to_do(
    overrides: dict[str, Any], part: str
) -> None:
    message = refused(overrides)
    assert part in message
    assert " – " in message


def test_the_plan_itself_is_left_as_it_was() -> None:
    version = one(LOT)
    apply_overrides(version, {"components.rebate.rate_per_lot": "6.5"})
    assert str(version.components[0].rate_rows()[2].value) == "2.00"


def test_overrides_are_a_json_object() -> None:
    assert read_overrides(None) == {}
    assert read_overrides("") == {}
    assert read_overrides('{"a": "1"}') == {"a": "1"}
    for text in ("[", "[]", '"a"'):
        with pytest.raises(ValueError, match="overrides are not"):
            read_overrides(text)

"""The oracle gives the numbers of COMMISSIONS and RULINGS; each example is a program of
tests/dbt_project/cases, which the warehouse is held to as well."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.dbt_project.cases import attribution, cpa, per_lot, revshare, sale_share
from tests.oracle.engine import compute
from tests.oracle.lines import Line

NOW = datetime.fromisoformat("2026-12-31T12:00:00")
PROGRAMS = {
    program.program_id: program
    for case in (attribution, cpa, per_lot, revshare, sale_share)
    for program in case.programs()
}


def lines(program_id: str) -> list[Line]:
    return compute(PROGRAMS[program_id].rows, NOW).lines


def amounts(program_id: str, name: str = "partner_id") -> dict[Any, Decimal]:
    """Exact amounts by one field of the lines; `about` is the event's id, or the period."""
    found: dict[Any, Decimal] = {}
    for line in lines(program_id):
        key = getattr(line, name)
        key = key.removeprefix("test:") if isinstance(key, str) else key
        found[key] = found.get(key, Decimal(0)) + line.exact
    return found


def dec(**numbers: str) -> dict[str, Decimal]:
    return {name: Decimal(number) for name, number in numbers.items()}


def test_differential_rates_6_8_8_11_for_2_lots() -> None:
    assert amounts("differential") == dec(P0="12", P1="4", P3="6")


def test_a_member_without_a_deal_has_rate_0_and_keeps_its_distance() -> None:
    assert amounts("no_deal_between", "level") == {0: 12, 2: 4}
    assert amounts("no_direct_deal", "level") == {1: 16, 2: 6}


@pytest.mark.parametrize(
    ("mode", "own"),
    [("earns", {0: 5, 1: 4, 2: 1}), ("upline_only", {0: 9, 1: 1}), ("none", {})],
)
def test_an_own_account(mode: str, own: dict[int, int]) -> None:
    by_level = {line.level: line.exact for line in lines(f"own_{mode}") if line.about == "test:own"}
    stranger = {line.level: line.exact for line in lines(f"own_{mode}") if "stra" in line.about}
    assert (by_level, stranger) == (own, {0: 5, 1: 4})


def test_the_most_specific_row_wins() -> None:
    assert amounts("rate_table", "about") == {
        "EURUSD": 4, "GBPUSD_": 3, "GOLD_": 2, "XAGUSD": Decimal("1.6"), "just-long-enough": 4,
    }  # fmt: skip


def test_three_closes_of_a_hundredth_lot_by_line() -> None:
    assert [line.minor for line in lines("rounding") if line.rounding == "line"] == [1, 1, 1]


def test_duration_ends_before_the_same_day_months_later() -> None:
    levels = [(line.about, line.level) for line in lines("duration")]
    assert levels == [("test:inside", 0), ("test:inside", 1), ("test:after", 0)]


def test_a_window_of_10_days_from_3_may() -> None:
    assert [(str(line.event_on), str(line.payable_from)) for line in lines("window")] == [
        ("2026-05-13", "2026-05-27")
    ]


@pytest.mark.parametrize(
    ("program_id", "field", "expected"),
    [
        ("cpa_exchange", "about", {"d2": 40}),
        ("multiple", "partner_id", {"P0": 40}),
        ("charged_back", "about", {"d-withdrawn": 40}),
        ("once", "about", {"d1": 40, "d3": 70}),
        ("at_registration", "partner_id", {"P0": 40}),
        ("rejected", "partner_id", {}),
        ("refund", "about", {"s1": 15}),
        ("first_sales", "about", {}),
        ("within_months", "about", {"first": 10, "last": 10}),
        ("event_tiers", "partner_id", {"P-slab": Decimal("8.1"), "P-marginal": Decimal("5.7")}),
        ("two_deals", "deal_id", {"D1": 300, "D2": 300}),
        ("slab", "period_id", {"2026-01": 900}),
        ("marginal", "period_id", {"2026-01": 700}),
        ("carry_full", "period_id", {"2026-02": 3000}),
        ("carry_none", "period_id", {"2026-02": 5000}),
        ("carry_cap", "period_id", {}),
        ("carry_expiry", "period_id", {"2026-04": 50}),
        ("after_carryover", "period_id", {"2026-02": 1200}),
        ("on_period_base", "period_id", {"2026-02": 1800}),
        ("commission_level", "period_id", {"2026-02": 2400}),
        ("percentage", "period_id", {"2026-01": 120}),
        ("client_scope", "period_id", {"2026-01": 750}),
        ("deal_scope", "period_id", {"2026-01": 500}),
        ("recoup_deal", "component_id", {"cpa": 30, "main": 44}),
        ("recoup_client", "component_id", {"cpa": 30, "main": 50}),
    ],
)
def test_worked_examples(program_id: str, field: str, expected: dict[str, Any]) -> None:
    assert amounts(program_id, field) == expected


def test_a_share_below_its_gate_is_locked_and_released() -> None:
    assert [(line.period_id, line.kind, line.state, line.exact) for line in lines("gate")] == [
        ("2026-01", "earned", "locked", 200),
        ("2026-03", "released", "approved", 200),
        ("2026-03", "earned", "approved", 175),
    ]

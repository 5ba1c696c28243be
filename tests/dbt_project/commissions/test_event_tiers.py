"""Tiers of events (COMMISSIONS, Tiers): by the event itself, by the period, by a look-back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.dbt_project.commissions.event_prices import Events
from tests.fixtures.warehouse_program import Program

AT = "2026-03-10 10:00:00"
LATER = "2026-03-11 10:00:00"


def _lots(name: str, kind: str, lots: list[tuple[Any, str]], **component: Any) -> Program:
    """4 a lot, 5 above 10 lots; the last trade of the list is told first."""
    program = Program(name)
    program.symbol("EURUSD", "majors")
    program.partner("P0")
    given = {"tier_metric": "lots", "steps": [(0, 4), (10, 5)], **component}
    program.deal("P0", "per_lot", tier_kind=kind, **given)
    for row in program.rows["terms", "deal_steps"]:
        row["is_inclusive"] = row["from_value"] == 0
    program.client("c1", "P0")
    program.account("a1", "c1")
    for number, (size, at) in reversed(list(enumerate(lots, 1))):
        program.trade(f"t{number}", "a1", size, at, currency_code="EUR")
    return program


def _sales(name: str, kind: str, amounts: list[Any], **component: Any) -> Program:
    """6 % from 0, 9 % from 80."""
    program = Program(name)
    program.partner("P0")
    given = {"tier_metric": "event", "steps": [(0, "0.06"), (80, "0.09")], **component}
    program.deal("P0", "sale_share", tier_kind=kind, **given)
    program.client("c1", "P0")
    for number, amount in enumerate(amounts, 1):
        program.conversion("sale", f"s{number}", "c1", f"2026-03-10 10:0{number}:00", amount)
    return program


def _refunded(name: str, kind: str, **component: Any) -> Program:
    program = _sales(name, kind, [90, 90], **component)
    program.conversion("refund", "r1", "c1", "2026-04-02 10:00:00", 30, refunds="s1")
    return program


def _conditioned() -> Program:
    program = _sales("conditioned", "slab", [90])
    program.rows["terms", "deal_step_conditions"].append({
        **{k: program.rows["terms", "deal_steps"][1][k]
           for k in ("program_id", "deal_id", "component_id", "valid_from")},
        "step_no": 2, "position": 1, "metric": "sales", "minimum": 2, "is_inclusive": True,
    })  # fmt: skip
    return program


def _chained() -> Program:
    """P1 above P0, both with slabs on last month's lots; P1 has another step."""
    program = Program("uplines")
    program.symbol("EURUSD", "majors")
    program.partner("P0", parent="P1")
    program.partner("P1")
    given = {"tier_kind": "slab", "tier_metric": "lots", "tier_look_back": "previous",
             "algebra": "differential"}  # fmt: skip
    program.deal("P0", "per_lot", steps=[(0, 4), (10, 5)], **given)
    program.deal("P1", "per_lot", steps=[(0, 7)], **given)
    program.client("c1", "P0")
    program.account("a1", "c1")
    program.trade("feb", "a1", 12, "2026-02-10 10:00:00")
    program.trade("mar", "a1", 2, AT)
    return program


TWO = [(8, AT), (6, LATER)]
RATIO = {"tier_event_of": "ratio", "tier_ratio_of": "commission_amount", "tier_ratio_to": "lots"}


def _ratio() -> Program:
    """3 a lot, 5 from 0.5 of commission for each lot."""
    program = _lots("ratio", "slab", [(4, AT)], tier_metric="event",
                    steps=[(0, 3), ("0.5", 5)], **RATIO)  # fmt: skip
    program.trade("rich", "a1", 4, AT, commission_amount=3, currency_code="EUR")
    program.rows["raw", "trades"][0]["commission_amount"] = 1
    return program


@pytest.fixture(scope="module")
def events() -> Events:
    return Events([
        _sales("slab", "slab", [90, 80, "79.99"]),
        _sales("marginal", "marginal", [90]),
        _lots("lots_slab", "slab", TWO),
        _lots("lots_marginal", "marginal", TWO),
        _lots("lots_event", "marginal", [(14, AT)], tier_metric="event"),
        _lots("lots_month", "marginal", [(8, "2026-03-31 23:59:00"), (6, "2026-04-01 00:00:00")]),
        _lots("same_time", "marginal", [(8, AT), (6, AT)]),
        _lots("below", "slab", [(3, AT)], steps=[(5, 4)]),
        _lots("below_marginal", "marginal", [(8, AT)], steps=[(0, 0), (5, 4)]),
        _lots("modified", "marginal", [(20, AT)], modifiers=[{"modifier": "0.6"}]),
        _sales("count", "marginal", [100] * 3, tier_metric="sales", steps=[(0, "0.1"), (3, "0.2")]),
        _sales("net_sales", "marginal", [60, 60], tier_metric="net_sales"),
        _refunded("refund_slab", "slab"),
        _refunded("refund_marginal", "marginal"),
        _refunded("refund_running", "marginal", tier_metric="net_sales"),
        _conditioned(),
        _chained(),
        _ratio(),
    ], "int_event_prices__capped", "int_event_steps__reached")  # fmt: skip


def amounts(events: Events, name: str) -> list[Decimal]:
    return list(events.prices(name).values())


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("slab", ["8.10", "7.20", "4.7994"]),
        ("marginal", ["5.70"]),
        ("lots_slab", ["40.00", "30.00"]),
        ("lots_marginal", ["32.00", "28.00"]),
        ("lots_event", ["60.00"]),
        ("lots_month", ["32.00", "24.00"]),
        ("same_time", ["32.00", "28.00"]),
        ("modified", ["50.00"]),
        ("net_sales", ["3.60", "4.80"]),
        ("count", ["10.00", "10.00", "20.00"]),
        ("below_marginal", ["12.00"]),
        ("ratio", ["20.00", "12.00"]),
    ],
)
def test_steps_price_events(events, name, expected):
    assert amounts(events, name) == [Decimal(text) for text in expected]


def test_a_value_below_the_first_step_earns_nothing_and_says_why(events):
    assert events.prices("below") == {"t1": 0}
    assert events.prices("below", "reason_code") == {"t1": "below_first_step"}


@pytest.mark.parametrize(
    ("name", "expected"),
    # 60 left of 90 is below the step of 80
    [("refund_slab", ["3.60", "8.10"]), ("refund_marginal", ["3.60", "5.70"]),
     # the running total is 60, then 150: 20 at 6 %, 70 at 9 %
     ("refund_running", ["3.60", "7.50"])],
)  # fmt: skip
def test_a_refunded_sale_is_priced_as_if_of_the_rest(events, name, expected):
    assert amounts(events, name) == [Decimal(text) for text in expected]


def test_slices_add_up_to_the_amount(events):
    rows = events.ask(
        "select step_no, slice_quantity, rate, slice_amount "
        "from intermediate.int_event_slices__all "
        "where program_id = 'lots_marginal' and record_key = 'test:t2' order by 1"
    )
    assert [tuple(row.values()) for row in rows] == [(1, 2, 4, 8), (2, 4, 5, 20)]


def test_a_step_whose_condition_fails_is_not_reached(events):
    assert amounts(events, "conditioned") == [Decimal("5.40")]


def test_a_look_back_reads_the_month_before_of_everybody_who_has_the_component(events):
    assert events.prices("uplines") == {"feb": 48, "mar": 10}
    rows = events.ask(
        "select deal_id, event_on::varchar as day, rate from intermediate.int_event_steps__reached "
        "where program_id = 'uplines' order by 1, 2"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("deal-P0", "2026-02-10", 4), ("deal-P0", "2026-03-10", 5),
        ("deal-P1", "2026-02-10", 7), ("deal-P1", "2026-03-10", 7),
    ]  # fmt: skip

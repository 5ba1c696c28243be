"""Shares of spreads (COMMISSIONS, Components): revenue, points of the trade, the plan's mark-up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.dbt_project.commissions.event_prices import Events
from tests.fixtures.warehouse_program import Program

AT = "2026-03-10 10:00:00"


def _program(name: str, trade: dict[str, Any] | None = None, **component: Any) -> Program:
    """3 lots of a symbol whose point is worth 0.10: tick 0.001, contract size 100."""
    program = Program(name)
    program.symbol("EURUSD", "majors")
    program.rows["terms", "symbols"][0].update(
        tick_size="0.001", contract_size=100, quote_currency_code="EUR"
    )
    program.partner("P0")
    program.deal("P0", "spread_share", rate="0.20", **component)
    program.client("c1", "P0")
    program.account("a1", "c1")
    given = {"currency_code": "EUR", "spread_revenue_amount": 12, "spread_points": 28}
    program.trade("t1", "a1", 3, AT, **{**given, **(trade or {})})
    return program


@pytest.fixture(scope="module")
def events() -> Events:
    marked = [{"symbol_group": "majors", "modifier": 20}, {"modifier": 9}]
    return Events([
        _program("revenue", base_kind="revenue"),
        _program("points", base_kind="points", cap_points=25),
        _program("below_cap", {"spread_points": 10}, base_kind="points", cap_points=25),
        _program("mark_up", base_kind="mark_up", modifiers=marked),
        _program("other", {"native_symbol": "XAUUSD", "contract_size": 100,
                           "quote_currency_code": "EUR"}, base_kind="mark_up", modifiers=marked),
        _program("no_points", {"spread_points": None}, base_kind="points"),
        _program("negative", {"spread_revenue_amount": -5}, base_kind="revenue"),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("name", "amount"),
    [("revenue", "2.40"), ("points", "1.50"), ("below_cap", "0.60"), ("mark_up", "1.20"),
     ("negative", "-1.00")],
)  # fmt: skip
def test_a_share_of_what_the_spread_brings(events, name, amount):
    assert events.prices(name) == {"t1": Decimal(amount)}


@pytest.mark.parametrize("name", ["no_points", "other"])
def test_without_points_or_a_tick_nothing_is_known(events, name):
    rows = events.ask(
        "select refusal_code from intermediate.int_event_quantities__all "
        f"where program_id = '{name}'"
    )
    assert rows == [{"refusal_code": "amount_unknown"}]

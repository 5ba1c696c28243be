"""Amounts per turnover (COMMISSIONS, Components): notional of trades, stakes of activity."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.dbt_project.commissions.event_prices import Events
from tests.fixtures.warehouse_program import Program

AT = "2026-03-10 10:00:00"
TRADE = {"contract_size": 10, "open_price": 150, "close_price": 160, "quote_currency_code": "EUR"}


def _trades(name: str, trade: dict[str, Any] | None = None, **component: Any) -> Program:
    program = Program(name)
    program.partner("P0")
    program.deal(
        "P0", "per_turnover", base_kind="notional", rate=50, rate_per=100000, **component
    )  # fmt: skip
    program.client("c1", "P0")
    program.account("a1", "c1")
    program.trade("t1", "a1", 2, AT, **{**TRADE, **(trade or {})})
    return program


def _stakes() -> Program:
    program = Program("stakes")
    program.partner("P0")
    program.deal(
        "P0", "per_turnover", base_kind="stakes", rate=2, rate_per=1000,
        filters=[("excluded_product", "poker")],
    )  # fmt: skip
    program.client("c1", "P0")
    program.activity("c1", "2026-03-10", stakes=2500)
    program.activity("c1", "2026-03-10", stakes=900, product="poker")
    program.activity("c1", "2026-03-11", stakes=300, currency_code="USD")
    program.rate("2026-03-10", "USD", "1.25")
    return program


def _quoted(name: str, **trade: Any) -> Program:
    program = _trades(name, trade, price_side="open", sides="one")
    program.symbol("EURUSD", "majors")
    program.rows["terms", "symbols"][0].update(contract_size=100, quote_currency_code="USD")
    program.rate("2026-03-09", "USD", "1.20")
    return program


@pytest.fixture(scope="module")
def events() -> Events:
    one, both = {"sides": "one"}, {"sides": "both"}
    return Events([
        _trades("open", price_side="open", **one),
        _trades("close", price_side="close", **one),
        _trades("both", price_side="open", **both),
        _trades("both_close", price_side="close", **both),
        _trades("unpriced", {"open_price": None}, price_side="open", **one),
        _quoted("quoted", quote_currency_code="USD"),
        _quoted("declared", quote_currency_code=None, contract_size=None),
        _quoted("stale", quote_currency_code="GBP"),
        _stakes(),
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("name", "amount"),
    [("open", "1.50"), ("close", "1.60"), ("both", "3.10"), ("both_close", "3.10")],
)
def test_the_notional_of_a_trade_at_its_price_and_sides(events, name, amount):
    assert events.prices(name) == {"t1": Decimal(amount)}


def test_the_notional_is_exchanged_from_the_quote_currency(events):
    assert events.prices("quoted", "quantity") == {"t1": Decimal("2499.999999999000")}
    assert events.prices("quoted") == {"t1": Decimal("1.25")}


def test_what_the_trade_does_not_say_the_symbol_does(events):
    assert events.prices("declared") == {"t1": Decimal("12.499999999995")}


def test_nothing_is_known_without_a_price_and_nothing_exchanged_without_a_rate(events):
    rows = events.ask(
        "select program_id, refusal_code, asked, found from intermediate.int_event_quantities__all "
        "where program_id in ('unpriced', 'stale') order by 1"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("stale", "fx_missing", "EUR", "GBP"), ("unpriced", "amount_unknown", None, "EURUSD"),
    ]  # fmt: skip


def test_stakes_are_turnover_too(events):
    assert events.prices("stakes") == {
        "c1/2026-03-10/casino": Decimal("5.00"), "c1/2026-03-11/casino": Decimal("0.48"),
    }  # fmt: skip

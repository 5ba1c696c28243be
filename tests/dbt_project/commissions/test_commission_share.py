"""Shares of the commission that the client paid, and the filters of trades."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.dbt_project.commissions.event_prices import Events
from tests.fixtures.warehouse_program import Program

AT = "2026-03-10 10:00:00"


def _program() -> Program:
    program = Program("commission")
    program.symbol("EURUSD", "majors")
    program.partner("P0")
    program.deal(
        "P0", "commission_share", rate="0.30", minimum_holding_seconds=60,
        filters=[("excluded_deal_reason", "stop_out"), ("symbol_group", "majors")],
    )  # fmt: skip
    program.client("c1", "P0")
    for account, kind in (("a1", "live"), ("demo", "demo")):
        program.account(account, "c1", kind)
    given = {"currency_code": "EUR", "commission_amount": 7, "opened_at": "2026-03-10 09:00:00"}
    program.trade("paid", "a1", 1, AT, **given)
    program.trade("dollars", "a1", 1, AT, **{**given, "currency_code": "USD"})
    program.trade("demo", "demo", 1, AT, **given)
    program.trade("stopped", "a1", 1, AT, **given, deal_reason="stop_out")
    program.trade("short", "a1", 1, AT, **{**given, "opened_at": "2026-03-10 09:59:01"})
    program.trade("minute", "a1", 1, AT, **{**given, "opened_at": "2026-03-10 09:59:00"})
    program.trade("gold", "a1", 1, AT, **given, native_symbol="XAUUSD")
    program.trade("unknown", "a1", 1, AT, **{**given, "commission_amount": None})
    program.rate("2026-03-09", "USD", "1.25")
    return program


@pytest.fixture(scope="module")
def events() -> Events:
    return Events([_program()])


def test_a_share_of_the_commission_in_the_deals_currency(events):
    assert events.prices("commission") == {
        "paid": Decimal("2.10"), "dollars": Decimal("1.68"), "minute": Decimal("2.10"),
    }  # fmt: skip


def test_every_refusal_has_its_reason(events):
    rows = events.ask(
        "select record_key, refusal_code from intermediate.int_event_quantities__all "
        "where refusal_code is not null order by 1"
    )
    assert {row["record_key"][5:]: row["refusal_code"] for row in rows} == {
        "demo": "demo_account", "gold": "symbol_excluded", "short": "holding_time",
        "stopped": "deal_reason_excluded", "unknown": "amount_unknown",
    }  # fmt: skip

"""Events as lines: what they pay, what they explain, and why others pay nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.dbt_project.commissions.event_prices import Events
from tests.fixtures.warehouse_program import Program

AT = "2026-03-10 10:00:00"


def _capped() -> Program:
    """Life cap 60 per client, 25 %, three sales of 160; the first one is refunded."""
    program = Program("capped")
    program.partner("P0")
    program.deal("P0", "sale_share", rate="0.25")
    key = {name: program.rows["terms", "deal_components"][0][name]
           for name in ("program_id", "deal_id", "component_id", "valid_from")}  # fmt: skip
    program.rows["terms", "deal_caps"].append(
        {**key, "cap_no": 1, "per": "client", "cap_window": "life", "kind": "amount",
         "cap_value": 60}
    )  # fmt: skip
    program.client("c1", "P0")
    for number in (1, 2, 3):
        program.conversion("sale", f"s{number}", "c1", f"2026-03-0{number} 10:00:00", 160)
    return program


def _own_sale(mode: str) -> Program:
    """P0 buys itself; P1 above it has 20 % of sales, P0 10 %."""
    program = Program(f"own sale {mode}")
    program.partner("P0", parent="P1", own_client_ids="own")
    program.partner("P1")
    for partner, share in (("P0", "0.10"), ("P1", "0.20")):
        program.deal(partner, "sale_share", rate=share, own_account=mode)
    program.client("own", "P0")
    program.conversion("sale", "s1", "own", AT, 100)
    return program


def _tiered() -> Program:
    program = Program("tiered")
    program.symbol("EURUSD", "majors")
    program.partner("P0")
    program.deal("P0", "per_lot", steps=[(0, 4), (10, 5)], tier_kind="marginal", tier_metric="lots")
    program.client("c1", "P0")
    program.account("a1", "c1")
    program.trade("t1", "a1", 8, AT)
    program.trade("t2", "a1", 6, "2026-03-11 10:00:00")
    return program


def _table() -> Program:
    """Per lot EURUSD 4, majors 3, default 2, under a cap that nothing reaches."""
    program = Program("table")
    program.partner("P0")
    program.deal("P0", "per_lot", rate=2, rates=[
        {"symbol": "EURUSD", "rate": 4, "specificity": 2},
        {"symbol_group": "majors", "rate": 3, "specificity": 1},
    ])  # fmt: skip
    key = {name: program.rows["terms", "deal_components"][0][name]
           for name in ("program_id", "deal_id", "component_id", "valid_from")}  # fmt: skip
    program.rows["terms", "deal_caps"].append(
        {**key, "cap_no": 1, "per": "event", "kind": "amount", "cap_value": 1000}
    )
    program.client("c1", "P0")
    program.account("a1", "c1")
    for symbol, group in (("EURUSD", "majors"), ("GBPUSD", "majors"), ("XAUUSD", None)):
        program.symbol(symbol, group)
        program.trade(symbol, "a1", 1, AT, native_symbol=symbol)
    return program


def _turnover() -> Program:
    program = Program("turnover")
    program.partner("P0")
    program.deal("P0", "per_turnover", rate=50, rate_per=100000, base_kind="notional",
                 price_side="open", sides="both")  # fmt: skip
    program.client("c1", "P0")
    program.account("a1", "c1")
    program.trade("t1", "a1", 2, AT, contract_size=10, open_price=150, close_price=160,
                  quote_currency_code="EUR")  # fmt: skip
    program.trade("t2", "a1", 2, AT, quote_currency_code="EUR")
    return program


@pytest.fixture(scope="module")
def events() -> Events:
    programs = [_capped(), _tiered(), _table(), _turnover()]
    programs += [_own_sale(mode) for mode in ("none", "earns", "upline_only")]
    return Events(programs, "com_lines", "com_line_facts", "com_unpaid_events")


def lines(events: Events, name: str, *columns: str) -> list[tuple[Any, ...]]:
    rows = events.ask(
        f"select {', '.join(columns)} from commissions.com_lines where program_id = '{name}' "
        "order by event_record_key, level"
    )
    return [tuple(row.values()) for row in rows]


def facts(events: Events, name: str, section: str, *columns: str) -> list[tuple[Any, ...]]:
    rows = events.ask(
        f"select {', '.join(columns)} from commissions.com_line_facts as facts "
        "inner join commissions.com_lines as lines using (program_id, line_id) "
        f"where program_id = '{name}' and section = '{section}' "
        "order by event_record_key, position"
    )
    return [tuple(row.values()) for row in rows]


def test_a_capped_line_says_what_the_cap_took(events):
    assert lines(events, "capped", "amount_minor", "reason_code") == [
        (4000, None), (2000, "capped"), (0, "capped"),
    ]  # fmt: skip
    assert facts(events, "capped", "cap", "amount") == [(20,), (40,)]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("none", []), ("earns", [("P0", 0, 1000)]), ("upline_only", [("P1", 0, 2000)])],
)
def test_a_sale_on_an_own_account(events, mode, expected):
    name = f"own sale {mode}"
    assert lines(events, name, "partner_id", "level", "amount_minor") == expected


def test_a_sale_on_an_own_account_that_pays_nobody_says_why(events):
    rows = events.ask(
        "select reason_code from commissions.com_unpaid_events where program_id = 'own sale none'"
    )
    assert rows == [{"reason_code": "own_account"}]


def test_the_most_specific_row_of_a_table_wins(events):
    assert lines(events, "table", "symbol", "exact_amount") == [
        ("EURUSD", 4), ("GBPUSD", 3), ("XAUUSD", 2),
    ]  # fmt: skip


def test_slices_are_facts_of_their_line_and_add_up(events):
    assert lines(events, "tiered", "formula_code", "exact_amount") == [
        ("slices", 32), ("slices", 28),
    ]  # fmt: skip
    assert facts(events, "tiered", "slice", "position", "facts.quantity", "facts.rate") == [
        (1, 8, 4), (1, 2, 4), (2, 4, 5),
    ]  # fmt: skip


def test_the_operands_of_a_turnover_stand_beside_it(events):
    assert lines(events, "turnover", "formula_code", "base_amount", "rate", "exact_amount") == [
        ("turnover", 6200, 50, Decimal("3.10")),
    ]
    assert facts(events, "turnover", "operand", "code", "facts.quantity") == [
        ("lots", 2), ("contract_size", 10), ("open_price", 150), ("close_price", 160),
        ("per", 100000),
    ]  # fmt: skip


def test_a_trade_of_which_nothing_is_known_is_listed(events):
    rows = events.ask(
        "select event_record_key, reason_code, event_kind from commissions.com_unpaid_events "
        "where program_id = 'turnover'"
    )
    assert [tuple(row.values()) for row in rows] == [("test:t2", "amount_unknown", "trade")]

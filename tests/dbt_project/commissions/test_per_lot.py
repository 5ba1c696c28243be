"""Lots, chains and own accounts: the numbers are those of COMMISSIONS."""

from __future__ import annotations

from decimal import Decimal

import pytest


def test_a_differential_pays_each_partner_its_rate_less_the_highest_below(amounts):
    assert amounts("differential", "partner_id") == {
        "P0": Decimal("12.00"), "P1": Decimal("4.00"), "P2": 0, "P3": Decimal("6.00"),
    }  # fmt: skip


def test_a_line_above_names_the_partner_whose_rate_it_takes_off(query):
    rows = query(
        "select partner_id, rate, lower_rate, lower_partner_id, reason_code, formula_code "
        "from commissions.com_lines where program_id = 'differential' order by level"
    )
    assert rows == [
        ("P0", 6, None, None, None, "per_lot"),
        ("P1", 8, 6, "P0", None, "per_lot_differential"),
        ("P2", 8, 8, "P1", "no_difference", "per_lot_differential"),
        ("P3", 11, 8, "P1", None, "per_lot_differential"),
    ]


def test_a_line_is_payable_from_the_day_after_its_hold(query):
    rows = query(
        "select distinct event_on::varchar, payable_from::varchar, state "
        "from commissions.com_lines where program_id = 'differential'"
    )
    assert rows == [("2026-03-02", "2026-03-16", "approved")]


def test_a_chain_member_without_a_deal_earns_nothing_and_keeps_its_distance(amounts):
    found = amounts("no_deal_between", "partner_id", "level")
    assert found == {("P0", 0): Decimal("12.00"), ("P2", 2): Decimal("4.00")}


def test_without_a_deal_of_the_direct_partner_those_above_earn_from_nothing(amounts, reasons):
    found = amounts("no_direct_deal", "partner_id", "level")
    assert found == {("P1", 1): Decimal("16.00"), ("P2", 2): Decimal("6.00")}
    assert reasons("no_direct_deal") == {"t1": "no_deal"}


@pytest.mark.parametrize(
    ("mode", "own"),
    [
        ("earns", {"P0": 5, "P1": 4, "P2": 1}),
        ("upline_only", {"P1": 9, "P2": 1}),
        ("none", {}),
    ],
)
def test_own_accounts_follow_their_mode_and_strangers_do_not_notice(amounts, mode, own):
    stranger = amounts(f"own_{mode}", "partner_id", where="event_record_key = 'test:stranger'")
    assert stranger == {"P0": 5, "P1": 4}
    found = amounts(f"own_{mode}", "partner_id", where="event_record_key = 'test:own'")
    assert found == own


def test_an_own_account_that_earns_nothing_says_so(reasons):
    assert reasons("own_none") == {"own": "own_account"}


def test_the_duration_ends_before_the_same_day_of_the_month(amounts):
    assert amounts("duration", "event_record_key", "partner_id") == {
        ("test:inside", "P0"): 5, ("test:inside", "P1"): 2, ("test:after", "P0"): 5,
    }  # fmt: skip


def test_the_most_specific_rate_wins_and_brokers_names_are_read(amounts, reasons):
    assert amounts("rate_table", "event_record_key", "symbol") == {
        ("test:EURUSD", "EURUSD"): 4, ("test:GBPUSD_", "GBPUSD"): 3, ("test:GOLD_", "XAUUSD"): 2,
        ("test:XAGUSD", "XAGUSD"): Decimal("1.6"), ("test:just-long-enough", "EURUSD"): 4,
    }  # fmt: skip
    assert reasons("rate_table") == {"fast": "holding_time"}


def test_rounding_by_line_or_by_period_adds_up_to_the_entry(query):
    rows = query(
        "select partner_id, sum(amount_minor)::int from commissions.com_lines "
        "where program_id = 'rounding' group by all order by all"
    )
    assert rows == [("P-line", 3), ("P-period", 2)]


def test_trades_that_earn_nothing_name_the_reason(reasons):
    assert reasons("accounts") == {
        "a-demo": "demo_account", "a-003": "no_deal", "a-004": "unattributed",
        "a-unknown": "unmatched_account", "rejected": "rejected",
    }  # fmt: skip


def test_a_demo_account_earns_where_the_plan_lists_it(amounts):
    assert amounts("accounts", "event_record_key")["test:b-demo"] == 5


def test_a_rejected_fact_is_worth_nothing_and_a_held_one_waits(query):
    rows = query(
        "select event_record_key, exact_amount, state from commissions.com_lines "
        "where program_id = 'accounts' and partner_id = 'P0' order by 1"
    )
    assert rows == [("test:held", 5, "held"), ("test:rejected", 0, "reversed")]

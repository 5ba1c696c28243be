"""Short forms of facts become long ones, or are refused."""

from __future__ import annotations

from typing import Any

import pytest

from commission_rules.schema.scenario.short import long_form


@pytest.mark.parametrize(
    ("text", "long"),
    [
        (
            "casino net revenue 12000 in 2026-03",
            {"type": "activity", "product": "casino", "stakes": "12000", "net_revenue": "12000",
             "in": "2026-03"},
        ),
        (
            "net revenue -300 on 2026-03-05 by A",
            {"type": "activity", "payouts": "300", "net_revenue": "-300", "on": "2026-03-05",
             "client": "A"},
        ),
        (
            "stakes 10, payouts 4, bonus cost 1, fees.tax 2 in 2026-W10",
            {"type": "activity", "stakes": "10", "payouts": "4", "bonus_cost": "1",
             "fees": {"tax": "2"}, "in": "2026-W10"},
        ),
        (
            "12 active clients in 2026-03 of p0",
            {"type": "active_clients", "count": "12", "in": "2026-03", "partner": "p0"},
        ),
        (
            "5 active casino players in 2026-03",
            {"type": "active_clients", "count": "5", "product": "casino", "in": "2026-03"},
        ),
        ("10 FTDs of 50 in 2026-03", {"type": "first_deposits", "count": "10", "amount": "50",
                                      "in": "2026-03"}),
        (
            "casino GGR -5 in 2026-03",
            {"type": "activity", "product": "casino", "payouts": "5", "in": "2026-03"},
        ),
        (
            "refund of 50 of s1 on 2026-03-05 18:00",
            {"type": "refund", "amount": "50", "of": "s1", "at": "2026-03-05 18:00"},
        ),
        (
            "8 lots of EURUSD on 2026-03-05 by c1 as t1",
            {"type": "trade", "lots": "8", "symbol": "EURUSD", "on": "2026-03-05",
             "client": "c1", "id": "t1"},
        ),
        (
            "0.5 lots of XAUUSD, spread points 16, commission 7 USD, close price 4581.39 "
            "on 2026-03-05 as t1",
            {"type": "trade", "lots": "0.5", "symbol": "XAUUSD", "spread_points": "16",
             "commission": "7", "currency": "USD", "close_price": "4581.39",
             "on": "2026-03-05", "id": "t1"},
        ),
        (
            "8 lots of EURUSD on 2026-03-05 at 18:00, commission 7 USD, profit -3 by c1, swap 1",
            {"type": "trade", "lots": "8", "symbol": "EURUSD", "commission": "7",
             "currency": "USD", "profit": "-3", "swap": "1", "at": "2026-03-05 18:00",
             "client": "c1"},
        ),
        (
            "30 challenge sales of 200 USD in 2026-03 of p0",
            {"type": "sales", "count": "30", "product": "challenge", "amount": "200",
             "currency": "USD", "in": "2026-03", "partner": "p0"},
        ),
        ("5 leads on 2026-03-05", {"type": "leads", "count": "5", "on": "2026-03-05"}),
        (
            "2 lots EURUSD on 2026-03-05",
            {"type": "trade", "lots": "2", "symbol": "EURUSD", "on": "2026-03-05"},
        ),
        (
            "first deposit 60 on 2026-03-05 by c1",
            {"type": "deposit", "amount": "60", "on": "2026-03-05", "client": "c1"},
        ),
        (
            "casino stakes 10 in 2026-03, payouts 4",
            {"type": "activity", "product": "casino", "stakes": "10", "payouts": "4",
             "in": "2026-03"},
        ),
        (
            "deposit 60 USD on 2026-03-05 at 18:00 by c1",
            {"type": "deposit", "amount": "60", "currency": "USD", "at": "2026-03-05 18:00",
             "client": "c1"},
        ),
        (
            "challenge sale 200 on 2026-03-01 brand red",
            {"type": "sale", "product": "challenge", "amount": "200", "on": "2026-03-01",
             "brand": "red"},
        ),
        (
            "refund 50 of s1 on 2026-05-02",
            {"type": "refund", "amount": "50", "of": "s1", "on": "2026-05-02"},
        ),
        (
            "withdrawals 500 in 2026-03a",
            {"type": "withdrawal", "amount": "500", "in": "2026-03a"},
        ),
        (
            "c1 moves to p1 on 2026-03-10",
            {"type": "attribution", "client": "c1", "partner": "p1", "on": "2026-03-10"},
        ),
        ("refund of s1 on 2026-03-05", {"type": "refund", "of": "s1", "on": "2026-03-05"}),
        ("sale 20 of p1 on 2026-03-05", {"type": "sale", "amount": "20", "partner": "p1",
                                         "on": "2026-03-05"}),
        (
            "8 lots of EURUSD of p1 on 2026-03-05",
            {"type": "trade", "lots": "8", "symbol": "EURUSD", "partner": "p1",
             "on": "2026-03-05"},
        ),
        ("c1 registers on 2026-03-05", {"type": "registration", "client": "c1",
                                        "on": "2026-03-05"}),
        (
            "c1 withdraws 20 USD on 2026-03-05",
            {"type": "withdrawal", "client": "c1", "amount": "20", "currency": "USD",
             "on": "2026-03-05"},
        ),
        (
            "c1 trades 2 lots of EURUSD, commission 7 on 2026-03-05",
            {"type": "trade", "client": "c1", "lots": "2", "symbol": "EURUSD", "commission": "7",
             "on": "2026-03-05"},
        ),
        (
            "sell 2 lots EURUSD on 2026-03-05",
            {"type": "trade", "side": "sell", "lots": "2", "symbol": "EURUSD",
             "on": "2026-03-05"},
        ),
        ("FTD of 20 on 2026-03-05", {"type": "deposit", "amount": "20", "on": "2026-03-05"}),
        (
            "challenge purchase 200 on 2026-03-05",
            {"type": "sale", "product": "challenge", "amount": "200", "on": "2026-03-05"},
        ),
        (
            "casino net gaming revenue 5 in 2026-03",
            {"type": "activity", "product": "casino", "stakes": "5", "net_revenue": "5",
             "in": "2026-03"},
        ),
        ("gross 9, bonus 5 in 2026-03", {"type": "activity", "stakes": "9", "bonus_cost": "5",
                                         "in": "2026-03"}),
        (
            "rate USD 1.25 on 2026-03-01",
            {"type": "rate", "units": {"USD": "1.25"}, "on": "2026-03-01"},
        ),
    ],
)  # fmt: skip
def test_a_line_says_one_fact(text: str, long: dict[str, Any]) -> None:
    assert long_form(text) == long


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("net revenue 12000", "has no date"),
        ("net profit 12000 in 2026-03", "is not a fact"),
        ("deposit 60 on 2026-03-05 for c1", "cannot read `for c1`"),
        ("2 lots of EURUSD on 2026-03-05, comission 7", "cannot read `, comission 7`"),
        ("sale 200 on 2026-03-05, commission 7", "is not a fact"),
        ("deposit 60,50 on 2026-03-05", "is not a fact"),
        ("casino NGR 400,000 in 2026-03", "without commas"),
        ("deposit $60 on 2026-03-05", "60 USD"),
        ("refund 50% of s1 on 2026-03-05", "bare numbers"),
        ("refund s1 on 2026-03-05", "refund of s1 for all of it"),
        ("10 FTDs in 2026-03", "`10 FTDs of 50`"),
        ("5 challenge sales in 2026-03", "of 50"),
        ("c1 deposits 20 on 2026-03-05", "deposit 20 … by c1"),
        ("c1 withdraws 20 on 2026-03-05 by c2", "says one thing twice"),
        ("withdrawl 20 on 2026-03-05", "write it like `withdrawal 60 USD`"),
        ("sale 5 to c1 on 2026-03-05", "write it like `sale 200 USD`"),
        ("gross 5, tax 1 in 2026-03", "`fees.tax 1`"),
        ("sale 5 of p0 on 2026-03-05 of p1", "says one thing twice"),
    ],
)
def test_what_is_no_fact_is_refused(text: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        long_form(text)

"""Trades that arrived: closed volume, times and prices that a market can have."""

from datetime import datetime

import great_expectations.expectations as gxe

from data_tests.feeds.suites import between, in_time, known_currency


def expectations(latest: datetime) -> list[gxe.Expectation]:
    """In the order in which a reader of the report wants them."""
    return [
        between("lots", 0, 10_000),
        in_time("closed_at", latest),
        in_time("opened_at", latest),
        between("open_price", 0, 10**8),
        between("close_price", 0, 10**8),
        between("commission_amount", -(10**9), 10**9),
        between("agent_commission_amount", 0, 10**9),
        between("profit_amount", -(10**12), 10**12),
        between("contract_size", 0, 10**9),
        known_currency("currency_code"),
        gxe.ExpectColumnValuesToBeInSet(column="side", value_set=["buy", "sell"]),
    ]

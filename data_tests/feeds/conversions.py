"""Conversions that arrived: times, amounts and quantities within reason."""

from datetime import datetime

import great_expectations.expectations as gxe

from data_tests.feeds.suites import between, in_time, known_currency


def expectations(latest: datetime) -> list[gxe.Expectation]:
    """In the order in which a reader of the report wants them."""
    return [
        in_time("occurred_at", latest),
        between("amount", -(10**12), 10**12),
        between("quantity", 0, 10_000),
        known_currency("currency_code"),
        gxe.ExpectColumnValuesToNotBeNull(column="client_id"),
    ]

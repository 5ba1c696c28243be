"""Accounts that arrived: each has a client and says whether it is a demo."""

from datetime import datetime

import great_expectations.expectations as gxe

from data_tests.feeds.suites import in_time, known_currency


def expectations(latest: datetime) -> list[gxe.Expectation]:
    """In the order in which a reader of the report wants them."""
    return [
        gxe.ExpectColumnValuesToNotBeNull(column="client_id"),
        gxe.ExpectColumnValuesToNotBeNull(column="is_demo"),
        in_time("opened_on", latest),
        known_currency("currency_code"),
    ]

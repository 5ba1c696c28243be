"""Clicks that arrived: times within reason and a link each."""

from datetime import datetime

import great_expectations.expectations as gxe

from data_tests.feeds.suites import in_time


def expectations(latest: datetime) -> list[gxe.Expectation]:
    """In the order in which a reader of the report wants them."""
    return [
        in_time("occurred_at", latest),
        gxe.ExpectColumnValuesToNotBeNull(column="link_code"),
    ]

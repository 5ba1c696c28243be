"""Attributions that arrived: a client, a partner and a day within reason."""

from datetime import datetime, timedelta

import great_expectations.expectations as gxe

from data_tests.feeds.suites import in_time


def expectations(latest: datetime) -> list[gxe.Expectation]:
    """An attribution may be agreed up to a year ahead."""
    return [
        gxe.ExpectColumnValuesToNotBeNull(column="client_id"),
        gxe.ExpectColumnValuesToNotBeNull(column="partner_id"),
        in_time("valid_from", latest + timedelta(days=365)),
    ]

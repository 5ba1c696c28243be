"""Activity that arrived: a day of a client on a product, with amounts within reason."""

from datetime import datetime

import great_expectations.expectations as gxe

from data_tests.feeds.suites import between, in_time, known_currency

AMOUNTS = "payouts voids bonus_cost jackpot_contribution chargebacks adjustments net_revenue"


def expectations(latest: datetime) -> list[gxe.Expectation]:
    """In the order in which a reader of the report wants them."""
    return [
        in_time("activity_on", latest),
        between("stakes", 0, 10**12),
        *(between(column, -(10**12), 10**12) for column in AMOUNTS.split()),
        known_currency("currency_code"),
    ]

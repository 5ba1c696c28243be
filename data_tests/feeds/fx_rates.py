"""Exchange rates that arrived: above 0, below any real one, of a day since the euro's start."""

from datetime import datetime

import great_expectations.expectations as gxe

from data_tests.feeds.suites import between, known_currency

EURO = datetime(1999, 1, 1)  # noqa: DTZ001 - a day


def expectations(latest: datetime) -> list[gxe.Expectation]:
    """In the order in which a reader of the report wants them."""
    return [
        between("units_per_eur", 0, 10**8),
        between("rate_on", EURO, latest, "from the euro's first day to tomorrow"),
        known_currency("currency_code"),
    ]

"""The real ECB rates as the demo's operator receives them: month by month, then day by day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta

from pipelines.defs.feeds.ecb import ecb_rows
from pipelines.demo.calendar import FIRST_DAY
from pipelines.demo.files import DemoFile, arrival, stem_of
from pipelines.demo.world import DemoProgram

CURRENCIES = ("USD", "GBP", "JPY", "CAD", "NOK", "CHF", "AUD", "INR", "BRL", "MYR", "ZAR", "SEK")


def rate_files(program: DemoProgram, until: datetime) -> list[DemoFile]:
    """Files of exchange rates with days before `until`: a month each, a day each at the end."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for day, code, units in ecb_rows(
        FIRST_DAY - timedelta(days=20), until.date() - timedelta(days=1)
    ):
        if code in CURRENCIES:
            groups[stem_of(date.fromisoformat(day))].append(
                {"rate_on": day, "currency": code, "units_per_eur": units,
                 "rate_set": "ecb", "source": "ECB reference rates"}
            )  # fmt: skip
    return [
        DemoFile(
            program.program_id,
            "fx_rates",
            f"fx_rates-{stem}",
            arrival(stem, date.fromisoformat(rows[-1]["rate_on"]), time(1, 0)),
            tuple(rows),
        )
        for stem, rows in groups.items()
    ]

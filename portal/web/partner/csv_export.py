"""Rows as CSV, streamed: no cell that a spreadsheet would run, no amount that was ever a float."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse

from portal.releases.money import Currency
from portal.releases.reader import Row

# What a spreadsheet begins a formula with; wide, small and raised forms are the same to some.
_STARTS = ("=", "+", "-", "−", "@", "|", "%")
# What is skipped before: spaces, marks and controls by their category, and letters without a shape.
_SKIPPED = frozenset({"Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"})
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


class _Echo:
    """What csv writes to: it hands the text back."""

    def write(self, text: str) -> str:
        return text


def safe_text(text: str) -> str:
    """A text cell without control characters; what looks like a formula gets a quote first."""
    clean = "".join(c if c.isprintable() else " " for c in text)
    begins = text.startswith(("\t", "\r", "\n")) or _begins_formula(text)
    return f"'{clean}" if begins else clean


def _begins_formula(text: str) -> bool:
    for character in text:
        if character not in _BLANKS and unicodedata.category(character) not in _SKIPPED:
            return unicodedata.normalize("NFKC", character).startswith(_STARTS)
    return False


def cell(value: Any) -> str:
    """One cell. Numbers keep their sign and digits; floats are refused."""
    if value is None:
        return ""
    if isinstance(value, float):
        raise TypeError("a float in an export: pass an int or a Decimal")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return safe_text(str(value))


def money_rows(batches: Iterable[list[Row]], currency: Currency) -> Iterator[Row]:
    """Rows with `amount_minor` as `amount`, in the currency's digits."""
    for batch in batches:
        for row in batch:
            minor = row.pop("amount_minor")
            row["amount"] = None if minor is None else Decimal(minor).scaleb(-currency.digits)
            yield row


def csv_response(name: str, columns: Iterable[str], rows: Iterable[Row]) -> StreamingHttpResponse:
    """Streams rows as a download called `name`; `columns` are the keys, in order."""
    heads = ["amount" if c == "amount_minor" else c for c in columns]
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(heads)
        for row in rows:
            yield writer.writerow([cell(row.get(head)) for head in heads])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

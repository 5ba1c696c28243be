"""What dated rows say when later ones cover earlier ones. Pure; no database.

Rows are append-only: on each date the row recorded last rules (COMMISSIONS, "Plans are dated
data"); so a change ends where the next one starts, and nothing is ever edited.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from portal.partners.periods import FOREVER

Row = TypeVar("Row")


@dataclass(frozen=True)
class Span(Generic[Row]):
    """`row` rules from `valid_from` to `valid_to`, both days included."""

    valid_from: date
    valid_to: date
    row: Row


def resolve(rows: Iterable[tuple[date, date, Row]]) -> list[Span[Row]]:
    """Spans without overlap, in order of days.

    `rows` come in the order of recording, as (valid_from, valid_to, row).
    """
    spans: list[Span[Row]] = []
    for valid_from, valid_to, row in rows:
        kept = [piece for span in spans for piece in _without(span, valid_from, valid_to)]
        spans = [*kept, Span(valid_from, valid_to, row)]
    return sorted(spans, key=lambda span: span.valid_from)


def _without(span: Span[Row], valid_from: date, valid_to: date) -> list[Span[Row]]:
    if valid_to < span.valid_from or valid_from > span.valid_to:
        return [span]
    pieces = []
    if span.valid_from < valid_from:
        pieces.append(Span(span.valid_from, valid_from - timedelta(days=1), span.row))
    if valid_to < span.valid_to and valid_to < FOREVER:
        pieces.append(Span(valid_to + timedelta(days=1), span.valid_to, span.row))
    return pieces


def on_day(spans: Iterable[Span[Row]], day: date) -> Row | None:
    """The row that rules on `day`, or None."""
    return next((span.row for span in spans if span.valid_from <= day <= span.valid_to), None)

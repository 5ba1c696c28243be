"""When which version of a deal rules. Pure over rows; no database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal.deals.models import DealVersion
from portal.partners.dated import Span, resolve
from portal.partners.periods import FOREVER


def deal_spans(versions: Iterable[DealVersion]) -> list[Span[DealVersion]]:
    """The days of each version that is in force; versions come in order of their number.

    Each ends where the next one starts; what lies behind an end is left out.
    """
    rows = [(version.valid_from, FOREVER, version) for version in versions]
    return [span for span in resolve(rows) if not span.row.is_end]


def overlap(
    first: Iterable[Span[DealVersion]], second: Iterable[Span[DealVersion]]
) -> tuple[date, date] | None:
    """The first days on which both rule, or None."""
    others = list(second)
    for one in first:
        for other in others:
            starts = max(one.valid_from, other.valid_from)
            ends = min(one.valid_to, other.valid_to)
            if starts <= ends:
                return starts, ends
    return None

"""The head of a segment: the row that makes it count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.defs.ledger.errors import LedgerBroken

HEAD_COLUMNS = (
    "program_id",
    "calendar_id",
    "period_id",
    "segment_sha256",
    "previous_sha256",
    "row_count",
    "booked_at",
    "booked_by",
)


@dataclass(frozen=True)
class LedgerHead:
    """One close: the segment of a program's calendar and period, and the one before it.

    `previous_sha256` is None for the first close of a calendar. `booked_at` is UTC with or
    without a zone. The portal keeps (program, calendar, period) unique.
    """

    program_id: str
    calendar_id: str
    period_id: str
    segment_sha256: str
    previous_sha256: str | None
    row_count: int
    booked_at: datetime
    booked_by: str


def raw_heads(con: Any, program_id: str | None = None) -> list[LedgerHead]:
    """The heads as the portal last exported them (`raw.portal_ledger_heads`)."""
    rows = con.execute(
        f"select {', '.join(HEAD_COLUMNS)} from raw.portal_ledger_heads "  # noqa: S608
        "where program_id = coalesce(?, program_id)",
        [program_id],
    ).fetchall()
    return [LedgerHead(*((*row[:4], row[4] or None, *row[5:]))) for row in rows]


def chained(heads: Iterable[LedgerHead]) -> list[LedgerHead]:
    """The heads of one program and calendar, first close first.

    Raises `LedgerBroken` when they do not form one unbroken chain.
    """
    known = list(heads)
    rest = {head.previous_sha256 or None: head for head in known}
    if len(rest) != len(known):
        raise LedgerBroken(
            f"two heads of {known[0].program_id}/{known[0].calendar_id} follow the same segment; "
            "restore the portal database from before the second close"
        )
    ordered: list[LedgerHead] = []
    link: str | None = None
    while link in rest:
        head = rest.pop(link)
        ordered.append(head)
        link = head.segment_sha256
    if rest:
        lost = next(iter(rest.values()))
        raise LedgerBroken(
            f"segment {lost.segment_sha256[:12]} of {lost.program_id}/{lost.calendar_id}/"
            f"{lost.period_id} follows {str(lost.previous_sha256)[:12]}, which no head names; "
            "restore the portal database, the chain has a hole"
        )
    return ordered


def by_calendar(heads: Iterable[LedgerHead]) -> dict[tuple[str, str], list[LedgerHead]]:
    """The chains, keyed by program and calendar."""
    found: dict[tuple[str, str], list[LedgerHead]] = {}
    for head in heads:
        found.setdefault((head.program_id, head.calendar_id), []).append(head)
    return {key: chained(group) for key, group in sorted(found.items())}

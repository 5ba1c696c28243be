"""May this period be closed now?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pipelines.defs.ledger.errors import CloseRefused
from pipelines.defs.ledger.head import LedgerHead


def may_close(
    con: Any,
    program_id: str,
    calendar_id: str,
    period_id: str,
    chain: Sequence[LedgerHead],
    now: datetime,
) -> None:
    """Raise `CloseRefused` unless the period is the first unclosed one, over, and seen whole.

    `chain` are the calendar's heads, first close first. A period is over when its last day is
    past in the program's zone.
    """
    where = f"{program_id} {period_id} ({calendar_id})"
    periods = con.execute(
        "select period_id, ends_on, segment_sha256 from statements.sta_periods "
        "where program_id = ? and calendar_id = ? order by period_no",
        [program_id, calendar_id],
    ).fetchall()
    if period_id not in {row[0] for row in periods}:
        raise CloseRefused(f"{where}: no such period; `openbook program list` shows the calendars")
    closed = {head.period_id for head in chain}
    first = next(row[0] for row in periods if row[0] not in closed)
    if first != period_id:
        raise CloseRefused(f"{where}: {first} is open before it; close that first")
    ends_on = next(row[1] for row in periods if row[0] == period_id)
    zone = con.execute(
        "select time_zone from raw.portal_programs where program_id = ?", [program_id]
    ).fetchone()[0]
    moment = now if now.tzinfo else now.replace(tzinfo=UTC)
    if moment.astimezone(ZoneInfo(zone)).date() <= ends_on:
        raise CloseRefused(f"{where}: runs to the end of {ends_on} ({zone}); close it after that")
    seen = {row[2] for row in periods if row[2]}
    if seen != {head.segment_sha256 for head in chain}:
        raise CloseRefused(
            f"{where}: the warehouse does not know the last close yet; run `openbook refresh`, "
            "then close again"
        )

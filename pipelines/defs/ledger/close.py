"""Closing a period: entries, a sealed segment, and the head that makes it count.

The head row is the commit point. A crash before it leaves a file that nothing names (rubbish); a
crash after it leaves a segment that the next load picks up. Nothing needs repair either way.
Source: COMMISSIONS, "From line to payment"; DESIGN, "Where state lives".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.defs.ledger import entries
from pipelines.defs.ledger.errors import CloseRefused
from pipelines.defs.ledger.head import LedgerHead, by_calendar, raw_heads
from pipelines.defs.ledger.period import may_close
from pipelines.defs.ledger.segment import check, rows_of, seal, segment_path
from pipelines.defs.ledger.warnings import warnings_of
from pipelines.settings import settings


@dataclass(frozen=True)
class Segment:
    """What a close booked. `totals` is (entry kind, currency) → minor units."""

    head: LedgerHead
    path: Path
    is_new: bool
    warnings: tuple[str, ...] = ()
    totals: dict[tuple[str, str], int] = field(default_factory=dict)
    statement_count: int = 0
    adjustment_ids: tuple[str, ...] = ()


def close_period(
    con: Any,
    *,
    program_id: str,
    calendar_id: str,
    period_id: str,
    by: str,
    now: datetime,
    heads: Sequence[LedgerHead] | None = None,
    commit_head: Callable[[LedgerHead], None] | None = None,
    ledger: Path | None = None,
    booked_adjustments: Collection[str] = (),
) -> Segment:
    """Book a period that is over; closing it again returns what was booked and adds nothing.

    In: a warehouse whose statements layer was built after the last head; `now` is the product's
    moment; `heads` are those of the portal (default: its last export); `commit_head` writes the
    head in one portal transaction (default: the portal gateway) and raises when the period has
    one, or when `previous_sha256` is not the last. Out: the segment, and warnings that a person
    should read. Raises `CloseRefused` (not the first unclosed period, not over, warehouse older
    than the heads) and `LedgerBroken` (the segment before is missing or altered).
    """
    ledger = ledger or settings().ledger
    known = list(raw_heads(con, program_id) if heads is None else heads)
    chain = by_calendar(head for head in known if head.program_id == program_id).get(
        (program_id, calendar_id), []
    )
    for head in chain:
        if head.period_id == period_id:
            check(con, ledger, head)
            return _described(con, head, segment_path(ledger, head), is_new=False)
    may_close(con, program_id, calendar_id, period_id, chain, now)
    if chain:
        check(con, ledger, chain[-1])
    booked_at = now.astimezone(UTC).replace(tzinfo=None) if now.tzinfo else now
    rows = entries.collect(
        con,
        program_id=program_id,
        calendar_id=calendar_id,
        period_id=period_id,
        now=booked_at,
        booked_adjustments=booked_adjustments,
    )
    _refuse_unpriced(con, rows)
    previous = chain[-1].segment_sha256 if chain else None
    sealed = seal(
        con,
        rows,
        folder=ledger / program_id / calendar_id,
        scope=(program_id, calendar_id, period_id, previous or ""),
    )
    head = LedgerHead(
        program_id=program_id,
        calendar_id=calendar_id,
        period_id=period_id,
        segment_sha256=sealed.sha256,
        previous_sha256=previous,
        row_count=sealed.row_count,
        booked_at=booked_at,
        booked_by=by,
    )
    (commit_head or _gateway_commit)(head)
    notes = warnings_of(con, program_id, calendar_id, period_id)
    return _described(con, head, sealed.path, is_new=True, notes=notes)


def _refuse_unpriced(con: Any, rows: str) -> None:
    bad = con.execute(
        f"select adjustment_id, currency_code from {rows} where exact_amount is null limit 1"  # noqa: S608
    ).fetchone()
    if bad:
        raise CloseRefused(
            f"adjustment {bad[0]}: currency {bad[1]} is not in the currencies seed; "
            "add it there, or correct the adjustment"
        )


def _described(
    con: Any, head: LedgerHead, path: Path, *, is_new: bool, notes: tuple[str, ...] = ()
) -> Segment:
    booked = rows_of(path)
    totals = con.execute(
        "select entry_kind, currency_code, sum(amount_minor + memo_minor)::bigint "  # noqa: S608
        f"from ({booked}) group by all order by all"
    ).fetchall()
    statements, adjustments = con.execute(
        "select count(distinct statement_id), "  # noqa: S608
        "list(adjustment_id order by entry_no) filter (where adjustment_id is not null) "
        f"from ({booked})"
    ).fetchone()
    return Segment(
        head=head,
        path=path,
        is_new=is_new,
        warnings=notes,
        totals={(kind, currency): total for kind, currency, total in totals},
        statement_count=statements,
        adjustment_ids=tuple(adjustments or ()),
    )


def _gateway_commit(head: LedgerHead) -> None:
    from pipelines.lib import portal_gateway

    portal_gateway.commit_ledger_head(head)

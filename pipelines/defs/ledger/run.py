"""A whole close: refresh, book, refresh, keep the release. For the command and the jobs."""

from __future__ import annotations

from pipelines.defs.ledger.close import Segment, close_period
from pipelines.defs.ledger.errors import CloseRefused
from pipelines.defs.ledger.head import LedgerHead
from pipelines.defs.publish import history
from pipelines.lib import clock, portal_gateway
from pipelines.lib.lock import warehouse_lock
from pipelines.lib.refresh import refresh
from pipelines.lib.refresh_result import OnStep
from pipelines.lib.warehouse import warehouse_open


def close(
    program_id: str,
    period_id: str,
    *,
    calendar_id: str = "month",
    by: str,
    on_step: OnStep | None = None,
) -> Segment:
    """Close a program's period on what is known now, and publish what was booked.

    Raises `CloseRefused` (a gate holds the program, or see `close_period`), `WarehouseBusy`, and
    the errors of a refresh. The release that shows the close is kept for ever.
    """
    before = refresh([program_id], on_step=on_step)
    if before.blocked:
        raise CloseRefused(
            f"{program_id} {period_id} ({calendar_id}): {before.blocked[0].reason}; "
            "a period closes only on numbers that passed the gates"
        )
    with warehouse_lock(), warehouse_open() as con:
        segment = close_period(
            con,
            program_id=program_id,
            calendar_id=calendar_id,
            period_id=period_id,
            by=by,
            now=clock.now(),
            heads=[LedgerHead(**head) for head in portal_gateway.heads(program_id)],
            commit_head=portal_gateway.commit_ledger_head,
        )
    after = refresh([program_id], on_step=on_step)
    if segment.is_new and not after.blocked and history.current(program_id):
        history.keep(program_id, f"close-{calendar_id}-{period_id}")
    return segment

"""A whole close: refresh, book, refresh, keep the release. For the command and the jobs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from pipelines.defs.ledger.close import Segment, close_period
from pipelines.defs.ledger.errors import CloseRefused
from pipelines.defs.ledger.head import LedgerHead
from pipelines.defs.publish import history
from pipelines.lib import clock, dbt_runner, portal_gateway
from pipelines.lib.causes import FIRST_MODEL, ProductPast, forget_parts, part_differences
from pipelines.lib.lock import warehouse_lock
from pipelines.lib.refresh import refresh
from pipelines.lib.refresh_result import OnStep, step
from pipelines.lib.warehouse import warehouse_open

# What a close reads of what is made from the parts.
BUILT_FROM_PARTS = (f"{FIRST_MODEL}+,+sta_differences", f"{FIRST_MODEL}+,+sta_forfeitures")


def close(
    program_id: str,
    period_id: str,
    *,
    calendar_id: str = "month",
    by: str,
    on_step: OnStep | None = None,
) -> Segment:
    """Close a program's period on what is known now, and publish what was booked.

    A difference that has several causes is booked in parts, one for each.

    Raises `CloseRefused` (a gate holds the program, or see `close_period`), `WarehouseBusy`, and
    the errors of a refresh. The release that shows the close is kept for ever.
    """
    before = refresh([program_id], on_step=on_step)
    if before.blocked:
        raise CloseRefused(
            f"{program_id} {period_id} ({calendar_id}): {before.blocked[0].reason}; "
            "a period closes only on numbers that passed the gates"
        )
    heads = [LedgerHead(**head) for head in portal_gateway.heads(program_id)]
    is_closed = any((h.calendar_id, h.period_id) == (calendar_id, period_id) for h in heads)
    with warehouse_lock():
        try:
            notes = () if is_closed else _part(program_id, on_step)
            with warehouse_open() as con:
                segment = close_period(
                    con,
                    program_id=program_id,
                    calendar_id=calendar_id,
                    period_id=period_id,
                    by=by,
                    now=clock.now(),
                    heads=heads,
                    commit_head=portal_gateway.commit_ledger_head,
                )
        finally:  # parts are this close's alone: whatever is pending after it has new ones
            with warehouse_open() as con:
                forget_parts(con, [program_id])
    after = refresh([program_id], on_step=on_step)
    if segment.is_new and not after.blocked and history.current(program_id):
        history.keep(program_id, f"close-{calendar_id}-{period_id}")
    return replace(segment, warnings=(*segment.warnings, *notes))


def _part(program_id: str, on_step: OnStep | None) -> tuple[str, ...]:
    """Part the pending differences among their causes; what could not be parted, in words."""
    as_of = clock.now().astimezone(UTC).replace(tzinfo=None)
    with step(on_step, "causes") as detail:
        with warehouse_open() as con:
            found = part_differences(con, ProductPast(), as_of, [program_id])
        if found.count:
            nodes = dbt_runner.build_models(clock.now(), select=BUILT_FROM_PARTS)
            broken = next((node for node in nodes if node.is_bad), None)
            if broken:
                raise CloseRefused(f"{program_id}: {broken.name} does not build: {broken.message}")
        detail.append(f"{found.count} parts")
    return found.notes

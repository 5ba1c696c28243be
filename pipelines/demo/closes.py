"""Closing the months of the demo's story."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from pipelines.defs import feeds
from pipelines.defs.feeds import raw
from pipelines.defs.ledger.close import close_period
from pipelines.demo.world import PROGRAMS
from pipelines.lib import clock, dbt_runner, refresh_inputs, refresh_signals
from pipelines.lib.dbt_runner import NodeResult
from pipelines.lib.errors import OpenbookError
from pipelines.lib.lock import warehouse_lock
from pipelines.lib.refresh_result import OnStep, step
from pipelines.lib.warehouse import warehouse_open

# What a close reads, and all that it is made from.
READ_BY_CLOSE = (
    "currencies", "+sta_open_lines", "+sta_differences", "+sta_periods", "+com_unpaid_events",
    "+sta_platform_payments", "+sta_forfeitures",
)  # fmt: skip


def day_after(month: str) -> datetime:
    """The moment at which a month of the story is closed: 06:30 on the second day after it."""
    first = date.fromisoformat(f"{month}-01")
    following = (first + timedelta(days=32)).replace(day=1)
    return datetime.combine(following + timedelta(days=1), time(6, 30), UTC)


def files_arrived(month: str) -> datetime:
    """The moment at which the files of a month have arrived: three hours before its close."""
    return day_after(month) - timedelta(hours=3)


def take_in() -> None:
    """Let what lies in `landing/` through the door, now; the next refresh builds from it."""
    with warehouse_lock(), warehouse_open() as con:
        refresh_inputs.load_portal(con, refresh_inputs.exported_tables(clock.now()))
        raw.ensure_tables(con)
        feeds.receive(con, program_ids=None, paths=None, now=clock.now())


def build_lines() -> NodeResult:
    """Bring lines and differences up to date for the closes that follow; returns the calendar.

    The story's past is neither checked nor published: the refresh at its end does both, with the
    ledger and all that came before in it.
    """
    with warehouse_lock():
        with warehouse_open() as con:
            refresh_inputs.load_portal(con, refresh_inputs.exported_tables(clock.now()))
            refresh_inputs.load_terms(con)
            refresh_inputs.load_ledger(con)
        nodes = dbt_runner.build_settled(clock.now(), select=READ_BY_CLOSE)
    _raise_if_broken(nodes)
    return next(node for node in nodes if node.name == "sta_periods")


def find_signals() -> None:
    """Open the cases of the story's last day: freeze and refresh then know what they hold."""
    with warehouse_lock():
        with warehouse_open() as con:
            refresh_inputs.load_portal(con, refresh_inputs.exported_tables(clock.now()))
        _raise_if_broken(dbt_runner.build_models(clock.now(), select=["+mart_signals"]))
        with warehouse_open() as con:
            refresh_signals.hand_over(con, [program.program_id for program in PROGRAMS])


def _raise_if_broken(nodes: list[NodeResult]) -> None:
    failed = [node for node in nodes if node.is_bad]
    if failed:
        raise OpenbookError(f"{failed[0].subject} does not build: {failed[0].message}")


def close_month(month: str, calendar: NodeResult, on_step: OnStep | None = None) -> None:
    """Close one month of every program and let the warehouse's calendar know of it.

    The facts stand still between closes of one act, so no difference can have come up: of the
    statements layer only the calendar (the node that `build_lines` built) has to follow; the next
    build does the rest.
    """
    moment = day_after(month)
    clock.stand_still_at(moment)
    with step(on_step, f"close {month}"), warehouse_lock(), warehouse_open() as con:
        for program in PROGRAMS:
            close_period(
                con,
                program_id=program.program_id,
                calendar_id="month",
                period_id=month,
                by="schedule",
                now=moment,
            )
        refresh_inputs.load_portal(con, refresh_inputs.exported_tables(moment))
        con.execute(f"create or replace table {calendar.subject} as {calendar.compiled}")

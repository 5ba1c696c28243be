"""The demo's story: partners sign up, files arrive, periods close, batches are paid."""

from __future__ import annotations

import hashlib
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from multiprocessing import get_context

from pipelines.defs.payouts import freeze_batch
from pipelines.demo import desk, finance, looks, people, portal_life, promotion, setting
from pipelines.demo.calendar import CLOCK, LAST_POSSIBLE_DAY, SEED
from pipelines.demo.closes import (
    build_lines,
    close_month,
    day_after,
    files_arrived,
    find_signals,
    take_in,
)
from pipelines.demo.landing import drop, prepare
from pipelines.demo.world import PROGRAMS
from pipelines.lib import clock, dbt_runner, portal_gateway
from pipelines.lib.errors import OpenbookError
from pipelines.lib.refresh import refresh
from pipelines.lib.refresh_result import OnStep, RefreshResult, step

# When lines are brought up to date in the story, and the months that close right after.
ACTS = (
    (
        datetime(2026, 9, 2, 6, 0, tzinfo=UTC),
        tuple(f"{2025 + m // 12}-{m % 12 + 1:02d}" for m in range(8, 20)),
    ),
    (datetime(2026, 10, 2, 6, 0, tzinfo=UTC), ("2026-09",)),
)
# Batches are paid from July on. Larkspur pays on the 28th: its batch of October waits.
FIRST_PAID_MONTH = "2026-06"
WAITING_PROGRAM = "larkspur"


def build(scale: int = 1, on_step: OnStep | None = None) -> RefreshResult:
    """Make the demo in a data folder without programs; returns the last refresh.

    Raises `OpenbookError` when there are programs already, or when a gate blocked a program.
    """
    portal_gateway.prepare_portal()
    if portal_gateway.has_programs():
        raise OpenbookError("there are programs here already; a demo wants an empty DATA_DIR")
    clock.stand_still_at(datetime(2025, 9, 1, 6, 0, tzinfo=UTC))
    setting.keep_scale(scale)
    # Files are written by a second process meanwhile: they need nothing of the portal's.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        files = beside.submit(prepare, datetime(2025, 8, 1, tzinfo=UTC), CLOCK, scale)
        with step(on_step, "demo partners") as detail:
            _keys()
            setting.create_all()
            people.people_create()
            detail.append("60 partners")
        with step(on_step, "demo files") as detail:
            dbt_runner.manifest()
            detail.append(f"{files.result()} files")
    finance_people = finance.FinancePeople()
    for moment, months in ACTS:
        for month in months:
            clock.stand_still_at(files_arrived(month))
            with step(on_step, f"files {month}"):
                drop(clock.now())
                take_in()
        clock.stand_still_at(moment)
        with step(on_step, "demo lines"):
            calendar = build_lines()
        if months[-1] == "2026-09":
            setting.adjustments()
        for month in months:
            close_month(month, calendar, on_step)
            if month >= FIRST_PAID_MONTH:
                with step(on_step, f"pay {month}"):
                    _pay(finance_people, month)
    clock.stand_still_at(CLOCK)
    with step(on_step, "files of this month"):
        drop(CLOCK)
        take_in()
    with step(on_step, "life in the portal"):
        setting.reviews()
        looks.create()
        portal_life.create()
        promotion.create()
        desk.assign_managers()
    # Before the one refresh, which then knows cases and batch: else the next one would build again.
    with step(on_step, "demo signals"):
        find_signals()
    finance_people.submit(freeze_batch(WAITING_PROGRAM, CLOCK.date()))
    finance_people.leave()
    made = _refreshed(on_step)
    desk.propose()
    return made


def advance(days: int, *, refresh_after: bool = True, on_step: OnStep | None = None) -> datetime:
    """Move the demo's clock by whole days and drop the files that arrive on the way.

    Raises `OpenbookError` beyond the last day for which there are exchange rates.
    """
    before = clock.now()
    after = before + timedelta(days=days)
    if after.date() > LAST_POSSIBLE_DAY:
        raise OpenbookError(
            f"the demo's exchange rates serve until {LAST_POSSIBLE_DAY}; its clock stands at "
            f"{before:%Y-%m-%d}, so it can move by {(LAST_POSSIBLE_DAY - before.date()).days} days"
        )
    prepare(before, after, setting.scale())
    drop(after)
    clock.stand_still_at(after)
    if refresh_after:
        _refreshed(on_step)
    return after


def _keys() -> None:
    """Pseudonyms of the demo are the same on every machine: there is nobody behind them."""
    from pipelines.defs.feeds.keys import set_program_key

    for program in PROGRAMS:
        key = hashlib.sha256(f"{SEED}/{program.program_id}".encode()).digest()
        set_program_key(program.program_id, key)


def _pay(people_of_finance: finance.FinancePeople, month: str) -> None:
    """Each program's batch after the close of `month`, paid in the month that follows."""
    closed = day_after(month)
    for program in sorted(PROGRAMS, key=lambda p: setting.payment_day(p.program_id)):
        on = date(closed.year, closed.month, setting.payment_day(program.program_id))
        if on > CLOCK.date() - timedelta(days=1):
            continue
        clock.stand_still_at(datetime.combine(on, time(9, 0), UTC))
        batch = freeze_batch(program.program_id, on)
        if batch["payments"]:
            people_of_finance.pay(batch, on)


def _refreshed(on_step: OnStep | None) -> RefreshResult:
    result = refresh(on_step=on_step)
    for found in result.blocked:
        failed = result.failed_checks(found.program_id)
        raise OpenbookError(f"{found.program_id} is blocked: {found.reason}; {failed[:3]}")
    return result

"""Seconds and peak memory of a statement, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

MEMORY = "1700MB"  # for tables in work; with all else a process stays below 2 GB
Work = Callable[..., int | None]


@dataclass(frozen=True)
class Measured:
    """What one piece of work cost: by the wall, and of all threads on the processor, which is what
    can be compared on a busy machine. `rows` is what it said it made."""

    name: str
    seconds: float
    cpu: float
    peak_gb: float
    rows: int | None


def opened(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """The warehouse of a world: two threads, UTC, and the memory that is promised."""
    con = duckdb.connect(str(path), read_only=read_only)
    con.execute("set threads = 2")
    con.execute("set TimeZone = 'UTC'")
    con.execute(f"set memory_limit = '{MEMORY}'")
    con.execute("set preserve_insertion_order = false")
    con.execute("set enable_progress_bar = false")
    return con


def measured(name: str, work: Work, *given: Any) -> Measured:
    """Run `work(*given)` in a new process. Raises RuntimeError with what it said when it failed."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_timed, args=(answers, work, given))
    process.start()
    seconds, cpu, peak, rows, error = answers.get()
    process.join()
    if error:
        raise RuntimeError(f"{name}: {error}")
    return Measured(name, seconds, cpu, peak / 1024 / 1024, rows)


def _timed(answers: Any, work: Work, given: tuple[Any, ...]) -> None:
    started, before, rows, error = time.perf_counter(), time.process_time(), None, ""
    try:
        rows = work(*given)
    except Exception as failed:
        error = repr(failed)
    seconds = time.perf_counter() - started
    cpu = time.process_time() - before
    answers.put((seconds, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, rows, error))


def told(row: Measured, floor: Measured, hand: Measured | None = None) -> str:
    """One line of a benchmark's report; ratios are those of processor time."""
    times = f"{row.cpu / hand.cpu:8.2f}" if hand else " " * 8
    rows = f"{row.rows:>14,}" if row.rows is not None else " " * 14
    return (
        f"{row.name:<38}{row.seconds:9.2f} {row.cpu:9.2f} {row.cpu / floor.cpu:8.1f} {times} "
        f"{row.peak_gb:7.2f} {rows}"
    )


def together(name: str, steps: Sequence[Measured], hand: Measured) -> None:
    """Print what several steps cost in all."""
    cpu = sum(step.cpu for step in steps)
    print(
        f"{name}: {sum(step.seconds for step in steps):.2f} s by the wall, {cpu:.2f} s cpu, "
        f"{cpu / hand.cpu:.2f} x by hand",
        flush=True,
    )


HEAD = (
    f"{'measure':<38}{'wall s':>9} {'cpu s':>9} {'x floor':>8} {'x hand':>8} {'peak GB':>7} "
    f"{'rows':>14}"
)

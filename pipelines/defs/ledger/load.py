"""The ledger's segments into `raw.ledger_entries`: only those that a head names, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pipelines.defs.ledger.columns import create_sql
from pipelines.defs.ledger.errors import LedgerBroken
from pipelines.defs.ledger.head import LedgerHead, by_calendar, raw_heads
from pipelines.defs.ledger.segment import check, rows_of

SEGMENTS = "raw.ledger_segments"
ENTRIES = "raw.ledger_entries"
READERS = 2  # segments that are verified at once


def ensure_tables(con: Any) -> None:
    """Make `raw.ledger_entries` and `raw.ledger_segments` where they are missing."""
    con.execute("create schema if not exists raw")
    con.execute(create_sql(ENTRIES))
    con.execute(
        f"create table if not exists {SEGMENTS} (segment_sha256 varchar, program_id varchar, "
        "calendar_id varchar, period_id varchar, previous_sha256 varchar, row_count bigint)"
    )


def load_entries(con: Any, heads: Iterable[LedgerHead], ledger: Path) -> int:
    """Load the segments that are not loaded yet; how many were.

    Each is verified first (rows, statements, link to the one before). What was loaded and has
    no head any more is taken out, so that the warehouse says what the heads say.
    Raises `LedgerBroken`, naming the file; then nothing of that chain's rest is loaded.
    """
    ensure_tables(con)
    chains = by_calendar(heads)
    named = {head.segment_sha256 for chain in chains.values() for head in chain}
    known = {row[0] for row in con.execute(f"select segment_sha256 from {SEGMENTS}").fetchall()}  # noqa: S608
    for lost in sorted(known - named):
        _forget(con, lost)
    fresh = [
        head for chain in chains.values() for head in chain if head.segment_sha256 not in known
    ]
    for head, path in zip(fresh, _verified(con, fresh, ledger), strict=True):
        _load(con, head, path)
    return len(fresh)


def verify_chain(
    con: Any, *, program_id: str, ledger: Path, heads: Iterable[LedgerHead] | None = None
) -> int:
    """Verify every segment of a program from its first close on; how many there are.

    Raises `LedgerBroken` at the first that is missing, altered, or out of the chain.
    """
    chosen = raw_heads(con, program_id) if heads is None else heads
    chains = by_calendar(head for head in chosen if head.program_id == program_id)
    every = [head for chain in chains.values() for head in chain]
    return sum(1 for _ in _verified(con, every, ledger))


def _verified(con: Any, heads: Sequence[LedgerHead], ledger: Path) -> Iterator[Path]:
    """The segments of `heads` in their order, each once it is verified; two are read at a time."""
    with ThreadPoolExecutor(READERS) as readers:
        yield from readers.map(lambda head: check(con.cursor(), ledger, head), heads)


def _load(con: Any, head: LedgerHead, path: Path) -> None:
    con.execute("begin")
    try:
        con.execute(f"insert into {ENTRIES} {rows_of(path)}")
        count = con.execute(f"select count(*) from ({rows_of(path)})").fetchone()[0]  # noqa: S608
        if count != head.row_count:
            raise LedgerBroken(
                f"{path.name}: has {count} entries, the head of period {head.period_id} says "
                f"{head.row_count}; restore the file"
            )
        con.execute(
            f"insert into {SEGMENTS} values (?, ?, ?, ?, ?, ?)",  # noqa: S608
            [
                head.segment_sha256,
                head.program_id,
                head.calendar_id,
                head.period_id,
                head.previous_sha256,
                count,
            ],
        )
        con.execute("commit")
    except Exception:
        con.execute("rollback")
        raise


def _forget(con: Any, segment_sha256: str) -> None:
    scope = con.execute(
        f"select program_id, calendar_id, period_id from {SEGMENTS} where segment_sha256 = ?",  # noqa: S608
        [segment_sha256],
    ).fetchone()
    con.execute("begin")
    con.execute(
        f"delete from {ENTRIES} where program_id = ? and calendar_id = ? and period_id = ?",  # noqa: S608
        list(scope),
    )
    con.execute(f"delete from {SEGMENTS} where segment_sha256 = ?", [segment_sha256])  # noqa: S608
    con.execute("commit")

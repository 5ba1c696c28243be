"""A sealed segment: one Parquet file per close, named by its content."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.defs.ledger.columns import COLUMNS, content_hash_sql, row_hash_sql
from pipelines.defs.ledger.errors import LedgerBroken
from pipelines.defs.ledger.head import LedgerHead


@dataclass(frozen=True)
class Sealed:
    """A segment on disk that no head names yet."""

    sha256: str
    row_count: int
    path: Path


def segment_path(ledger: Path, head: LedgerHead) -> Path:
    """Where the segment of a head lies."""
    return ledger / head.program_id / head.calendar_id / f"{head.segment_sha256}.parquet"


def seal(con: Any, rows: str, *, folder: Path, scope: tuple[str, str, str, str]) -> Sealed:
    """Write the table `rows` as a segment; `scope` is program, calendar, period, previous or ''.

    The file is whole and on disk under its final name when this returns: written beside, synced,
    renamed, folder synced. Until a head names it, it is rubbish.
    """
    sha256 = con.execute(content_hash_sql(rows), list(scope)).fetchone()[0]
    row_count = con.execute(f"select count(*) from {rows}").fetchone()[0]  # noqa: S608
    _make_folder(folder)
    path, beside = folder / f"{sha256}.parquet", folder / f".{sha256}.part"
    con.execute(
        f"copy (select * from {rows} order by entry_no) to '{_quoted(beside)}' "  # noqa: S608
        "(format parquet, compression zstd)"
    )
    _sync(beside)
    beside.replace(path)
    _sync(folder)
    return Sealed(sha256, row_count, path)


def check(con: Any, ledger: Path, head: LedgerHead) -> Path:
    """Verify a segment against its head: rows, statements, chain link, name; its path if sound.

    Raises `LedgerBroken`, naming the file and, where one row was altered, its entry number.
    """
    path = segment_path(ledger, head)
    name = f"{head.program_id}/{head.calendar_id}/{path.name}"
    if not path.exists():
        raise LedgerBroken(
            f"{name}: the segment of period {head.period_id} is missing; restore the file"
        )
    source = f"read_parquet('{_quoted(path)}')"
    try:
        altered = con.execute(
            f"select entry_no, partner_id from {source} "  # noqa: S608
            f"where row_hash is distinct from {row_hash_sql()} order by entry_no limit 1"
        ).fetchone()
        scope = [head.program_id, head.calendar_id, head.period_id, head.previous_sha256 or ""]
        content = con.execute(content_hash_sql(source), scope).fetchone()[0]
    except Exception as error:
        raise LedgerBroken(f"{name}: cannot be read ({error}); restore the file") from error
    if altered:
        raise LedgerBroken(
            f"{name}: entry {altered[0]} (partner {altered[1]}) was altered after it was sealed; "
            "restore the file"
        )
    if content != head.segment_sha256:
        raise LedgerBroken(
            f"{name}: its content has the hash {content[:12]}, the head of period "
            f"{head.period_id} names {head.segment_sha256[:12]}; restore the file"
        )
    return path


def rows_of(path: Path) -> str:
    """SQL that reads a segment's rows in the ledger's column order."""
    return f"select {', '.join(COLUMNS)}, row_hash from read_parquet('{_quoted(path)}')"  # noqa: S608


def _make_folder(folder: Path) -> None:
    new = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in new:
        _sync(place.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")

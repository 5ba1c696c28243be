"""Write the files of a release: named by their content, never written twice, on disk before use."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import duckdb

from pipelines.defs.publish.measures import WHOLE, Measure
from pipelines.defs.publish.tables import Table
from pipelines.lib.warehouse import quoted

NAME_LENGTH = 16  # of the content hash, in a file's name; the manifest holds all of it


def fsync(path: Path) -> None:
    """Ask the kernel to have a file or a folder on disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def database_file(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    name: str,
    program_id: str,
    tables: dict[Table, Measure],
) -> dict[str, Any]:
    """One DuckDB file with these tables, one CTAS each into a fresh file. Returns its entry."""
    inside = {table.name: found for table, found in tables.items()}
    text = "\n".join(f"{table} {inside[table]['content_hash']}" for table in sorted(inside))
    content_hash = hashlib.sha256(text.encode()).hexdigest()
    path = folder / f"{name}-{content_hash[:NAME_LENGTH]}.duckdb"
    if not path.exists():
        beside = _beside(path)
        alias = f"release_{name}"
        con.execute(f"attach {quoted(str(beside))} as {alias}")
        try:
            for table in tables:
                rows = table.rows_sql(program_id)
                con.execute(f"create table {alias}.{table.name} as {rows}")
            con.execute(f"checkpoint {alias}")
        finally:
            con.execute(f"detach {alias}")
        _into_place(beside, path)
    return {
        "name": name,
        "table": name,
        "period_id": None,
        "path": f"files/{path.name}",
        "content_hash": content_hash,
        "rows": sum(entry["rows"] for entry in inside.values()),
        "sums": {},
        "tables": inside,
    }


def detail_file(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    table: Table,
    program_id: str,
    period_id: str,
    found: Measure,
) -> dict[str, Any]:
    """One Parquet file with a detail table's rows of one period. Returns its entry."""
    period = None if period_id == WHOLE else period_id
    name = f"{table.name}-{period}" if period is not None else table.name
    path = folder / f"{name}-{found['content_hash'][:NAME_LENGTH]}.parquet"
    if not path.exists():
        beside = _beside(path)
        con.execute(
            f"copy ({table.rows_sql(program_id, period)}) to {quoted(str(beside))} "
            "(format parquet, parquet_version v2, compression snappy)"
        )
        _into_place(beside, path)
    return {
        "name": name,
        "table": table.name,
        "period_id": period,
        "path": f"files/{path.name}",
        "content_hash": found["content_hash"],
        "rows": found["rows"],
        "sums": found["sums"].get("amount_minor", {}),
    }


def _beside(path: Path) -> Path:
    """Where a file is written before it gets its name; what a crash left there goes first."""
    beside = path.with_name(f".{path.name}.part")
    for left in (beside, beside.with_name(beside.name + ".wal")):
        left.unlink(missing_ok=True)
    return beside


def _into_place(beside: Path, path: Path) -> None:
    fsync(beside)
    beside.chmod(0o444)
    beside.replace(path)

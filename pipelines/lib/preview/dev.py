"""An analyst's own warehouse: rebuilt from canonical files, portal tables and ledger segments.

Reads those stores, writes only `DATA_DIR/dev/<name>.duckdb`, and never opens the production
warehouse (docs/adr/0002-a-dev-warehouse-is-rebuilt-from-canonical-files.md).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from pipelines.defs import rules
from pipelines.lib import clock
from pipelines.lib.errors import OpenbookError
from pipelines.lib.refresh_result import OnStep, step
from pipelines.lib.warehouse import rows
from pipelines.settings import settings

NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
# A database of one of these names would collide with schemas or with DuckDB's own.
TAKEN = frozenset({"main", "memory", "system", "temp", "raw", "terms"})


class DevRefused(OpenbookError):
    """The warehouse cannot be made; says why and what to do."""


@dataclass(frozen=True)
class DevWarehouse:
    """What was made, and for which moment (UTC) its models should speak."""

    path: Path
    as_of: datetime
    program_count: int
    record_count: int
    entry_count: int
    must_settle: bool = False  # some terms read the commission of the period before


def path_of(name: str) -> Path:
    """The file of the warehouse `name`. Raises `DevRefused` for what is no name."""
    if not NAME.fullmatch(name) or name in TAKEN:
        raise DevRefused(f"{name!r} is no name: small letters, digits and _, such as `anna`")
    return settings().data_dir / "dev" / f"{name}.duckdb"


def make_dev(name: str, on_step: OnStep | None = None) -> DevWarehouse:
    """Make, or make anew, the warehouse `name` with schemas `raw` and `terms` filled.

    The old file is replaced only when the new one is complete. Raises `DevRefused`,
    `LedgerBroken` and the compiler's `RuleErrors`.
    """
    path = path_of(name)
    exported = sorted(settings().portal_feed.glob("portal_*.parquet"))
    if not exported:
        raise DevRefused(
            f"{settings().portal_feed} has no portal tables; `openbook refresh` writes them"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{name}.part")
    beside.unlink(missing_ok=True)
    try:
        with duckdb.connect(str(beside)) as con:
            con.execute("set TimeZone = 'UTC'")
            made = _filled(con, path, exported, on_step)
        _check_free(path)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return made


def _filled(
    con: duckdb.DuckDBPyConnection, path: Path, exported: list[Path], on_step: OnStep | None
) -> DevWarehouse:
    from pipelines.defs.feeds.raw import rebuild_raw
    from pipelines.defs.ledger.head import raw_heads
    from pipelines.defs.ledger.load import load_entries

    with step(on_step, "portal tables"):
        con.execute("create schema if not exists raw")
        for source in exported:
            con.register("portal_rows", pq.read_table(source))
            con.execute(f"create or replace table raw.{source.stem} as from portal_rows")
            con.unregister("portal_rows")
    with step(on_step, "canonical files"):
        rebuild_raw(con)
        # Everything is built once; afterwards an analyst's incremental builds find nothing to do.
        con.execute("delete from raw.touched_partitions")
    with step(on_step, "ledger"):
        load_entries(con, raw_heads(con), settings().ledger)
    with step(on_step, "rules"):
        deals = rows(con, "select * from raw.portal_deals order by all")
        tables, _ = rules.compiled_terms(settings().plans, deals)
        rules.load(con, tables)
    records = sum(_count(con, f"raw.{t}") for t in ("clicks", "conversions", "activity", "trades"))
    programs, entries = _count(con, "raw.portal_programs"), _count(con, "raw.ledger_entries")
    return DevWarehouse(path, clock.now(), programs, records, entries, _must_settle(con))


def _must_settle(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether a step or gate asks for the commission of the period before."""
    asks = (
        "select 1 from terms.deal_components where 'commission' in (tier_metric, gate_metric)",
        "select 1 from terms.deal_step_conditions where metric = 'commission'",
    )
    return any(con.execute(ask).fetchone() for ask in asks)


def _check_free(path: Path) -> None:
    """Refuse to replace a file that somebody has open."""
    if not path.exists():
        return
    try:
        duckdb.connect(str(path)).close()
    except duckdb.IOException as error:
        raise DevRefused(f"{path} is open elsewhere; close it and try again: {error}") from None


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    found = con.execute(f"select count(*) from {table}").fetchone()  # noqa: S608 - our own names
    return int(found[0]) if found else 0

"""The tables that the warehouse reads, made as their real writers make them."""

from __future__ import annotations

import re

import duckdb
import pyarrow as pa

from pipelines.defs import rules
from pipelines.defs.feeds.raw.tables import ensure_tables as ensure_feed_tables
from pipelines.defs.ledger.load import ensure_tables as ensure_ledger_tables
from pipelines.lib import portal_gateway

_SQL = {"string": "varchar", "date32[day]": "date", "int64": "bigint", "int32": "integer",
        "bool": "boolean", "timestamp[us]": "timestamp"}  # fmt: skip
LEDGER = ("ledger_entries", "ledger_segments")


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create every table of `raw` and `terms`, empty; what the ledger loaded stays."""
    con.execute("create schema if not exists raw")
    con.execute("drop schema if exists terms cascade")
    kept = ", ".join(f"'{name}'" for name in LEDGER)
    for (name,) in con.execute(
        "select table_name from information_schema.tables "  # noqa: S608
        f"where table_schema = 'raw' and table_name not in ({kept})"
    ).fetchall():
        con.execute(f"drop table raw.{name}")
    ensure_feed_tables(con)
    ensure_ledger_tables(con)
    rules.ensure_tables(con)
    for name, schema in portal_gateway.exported_schemas().items():
        columns = ", ".join(f"{field.name} {_sql_type(field.type)}" for field in schema)
        con.execute(f"create table raw.{name} ({columns})")


def _sql_type(kind: pa.DataType) -> str:
    decimal = re.fullmatch(r"decimal128\((\d+), (\d+)\)", str(kind))
    return f"decimal({decimal[1]},{decimal[2]})" if decimal else _SQL[str(kind)]

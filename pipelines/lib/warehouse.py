"""The warehouse file: one writer, who holds `warehouse_lock`. No reader ever opens it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import duckdb

from pipelines.settings import settings


@contextmanager
def warehouse_open(read_only: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse file in UTC and close it at the end, so that dbt may open it next.

    The caller holds `warehouse_lock`. Raises `duckdb.IOException` when another process has it.
    """
    path = settings().warehouse
    path.parent.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(str(path), read_only=read_only)
    try:
        con.execute("set TimeZone = 'UTC'")
        yield con
    finally:
        con.close()


def rows(con: duckdb.DuckDBPyConnection, sql: str, values: Any = None) -> list[dict[str, Any]]:
    """The rows of a query, each as a dict by column name."""
    cursor = con.execute(sql, values) if values is not None else con.execute(sql)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def minor_unit(digits: str) -> str:
    """SQL of one minor unit of a currency, exact; `digits` is SQL, 0 to 8."""
    units = " ".join(f"when {n} then {Decimal(1).scaleb(-n):f}" for n in range(9))
    return f"cast(case {digits} {units} end as decimal(9, 8))"


def table_exists(con: duckdb.DuckDBPyConnection, schema: str, name: str) -> bool:
    """Whether a table or view of that name is there."""
    found = con.execute(
        "select 1 from information_schema.tables where table_schema = ? and table_name = ?",
        [schema, name],
    ).fetchone()
    return found is not None


def columns_of(con: duckdb.DuckDBPyConnection, schema: str, name: str) -> list[str]:
    """Column names in their order; empty when there is no such table."""
    found = con.execute(
        "select column_name from information_schema.columns "
        "where table_schema = ? and table_name = ? order by ordinal_position",
        [schema, name],
    ).fetchall()
    return [str(row[0]) for row in found]


def quoted(text: str) -> str:
    """A text as an SQL literal, for the statements that take no parameters (attach, copy)."""
    return "'" + text.replace("'", "''") + "'"

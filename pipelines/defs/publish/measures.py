# ruff: noqa: S608 - table and column names come from the warehouse's own catalogue
"""Content hash, rows and sums of a table's parts; what has not changed is not read again in full.

A part is a table's rows of one program (and period, for detail). `raw.release_parts` keeps what
was measured, beside a guard: two sums of DuckDB's own quick row hash. An equal guard under an equal
DuckDB version means an equal part; the guard never leaves the warehouse.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any

import duckdb

from pipelines.defs.publish.tables import Table
from pipelines.lib.content_hash import aggregate
from pipelines.lib.warehouse import quoted

Measure = dict[str, Any]
WHOLE = ""  # the period of a table that is not divided


def measures(
    con: duckdb.DuckDBPyConnection, table: Table, program_id: str, workers: Executor
) -> dict[str, Measure]:
    """{period (or `WHOLE`): content_hash, rows, sums} of a table's rows of one program.

    `workers` read the parts that changed, several at once.
    """
    con.execute("create schema if not exists raw")
    con.execute(
        "create table if not exists raw.release_parts (program_id varchar, table_name varchar, "
        "period_id varchar, guard varchar, measure varchar)"
    )
    known = {
        str(period): (str(guard), str(measure))
        for period, guard, measure in con.execute(
            "select period_id, guard, measure from raw.release_parts "
            "where program_id = ? and table_name = ?",
            [program_id, table.name],
        ).fetchall()
    }
    now = guards(con, table, program_id)
    read = {
        period: workers.submit(measured, con.cursor(), table, program_id, period)
        for period, guard in now.items()
        if known.get(period, ("", ""))[0] != guard
    }
    found = {p: json.loads(known[p][1]) for p in now if p not in read}
    for period, future in read.items():
        found[period] = future.result()
        con.execute(
            "delete from raw.release_parts "
            "where program_id = ? and table_name = ? and period_id = ?",
            [program_id, table.name, period],
        )
        con.execute(
            "insert into raw.release_parts values (?, ?, ?, ?, ?)",
            [program_id, table.name, period, now[period], json.dumps(found[period])],
        )
    return found


def guards(con: duckdb.DuckDBPyConnection, table: Table, program_id: str) -> dict[str, str]:
    """{period: guard} of the parts that there are."""
    period = "period_id" if table.is_divided else quoted(WHOLE)
    found = con.execute(
        f"select {period} as part, count(*), sum(hash(t)::hugeint), bit_xor(hash(t)) "
        f"from publish.{table.name} as t where program_id = ? group by 1 order by 1",
        [program_id],
    ).fetchall()
    shape = table.shape
    answer = {
        str(part): f"{duckdb.__version__} {shape} {rows} {total} {mixed}"
        for part, rows, total, mixed in found
    }
    return answer or ({} if table.is_divided else {WHOLE: f"{duckdb.__version__} {shape} 0"})


def measured(
    con: duckdb.DuckDBPyConnection, table: Table, program_id: str, period_id: str
) -> Measure:
    """The measure of one part, read in full."""
    source = f"publish.{table.name} where program_id = {quoted(program_id)}"
    if period_id != WHOLE:
        source += f" and period_id = {quoted(period_id)}"
    found = con.execute(f"select {aggregate(table.columns)}, count(*) from {source}").fetchone()
    assert found is not None
    return {
        "content_hash": hashlib.sha256(f"{table.shape}\n{found[0]}".encode()).hexdigest(),
        "rows": int(found[1]),
        "sums": sums(con, source, table.minor_columns),
    }


def sums(
    con: duckdb.DuckDBPyConnection, source: str, columns: Sequence[str]
) -> dict[str, dict[str, int]]:
    """{column: {currency: minor units}} over `source`, which is a table with its condition."""
    if not columns:
        return {}
    terms = ", ".join(f'sum("{name}")::hugeint' for name in columns)
    found = con.execute(f"select currency_code, {terms} from {source} group by 1").fetchall()
    answer: dict[str, dict[str, int]] = {name: {} for name in columns}
    for currency, *values in sorted(found, key=lambda row: str(row[0])):
        for name, value in zip(columns, values, strict=True):
            answer[name][str(currency)] = int(value or 0)
    return answer

# ruff: noqa: S608 - table and column names are our own
"""Changed plans as tables beside the published terms."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.defs import rules
from pipelines.defs.rules.load import arrow_of
from pipelines.lib.preview.project import PROPOSED
from pipelines.lib.warehouse import rows

SAID_ONLY = frozenset({"sentences"})  # what is read to people and moves no money


def propose_terms(con: duckdb.DuckDBPyConnection, plans: Path) -> dict[str, int]:
    """Compile `plans` with the published deals; write each table that differs as its twin.

    Returns the rows that differ by table of `terms`. Raises the compiler's `RuleErrors`.
    """
    deals = rows(con, "select * from raw.portal_deals order by all")
    tables, _ = rules.compiled_terms(plans, deals)
    found: dict[str, int] = {}
    for name, columns in rules.TABLES.items():
        if name in SAID_ONLY:
            continue
        twin = f"terms.{name}{PROPOSED}"
        shape = ", ".join(f'"{column}"::{kind} as "{column}"' for column, kind in columns.items())
        con.register("compiled_rows", arrow_of(name, columns, tables.get(name, ())))
        con.execute(f"create or replace table {twin} as select {shape} from compiled_rows")
        con.unregister("compiled_rows")
        names = ", ".join(f'"{column}"' for column in columns)
        now, then = f"select {names} from {twin}", f"select {names} from terms.{name}"
        moved = con.execute(
            f"select count(*) from (({now} except all {then}) union all ({then} except all {now}))"
        ).fetchone()
        if moved and moved[0]:
            found[name] = int(moved[0])
        else:
            con.execute(f"drop table {twin}")
    return found

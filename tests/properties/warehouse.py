"""The warehouse in memory: the project's own SQL, compiled once by dbt, run on many programs.

One statement costs milliseconds, a dbt run half a minute; that incremental models give what these
full statements give is held in tests/dbt_project/commissions/test_incremental.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from tests.dbt_project.statements.compiled import AS_OF, nodes
from tests.fixtures.warehouse import create_tables
from tests.fixtures.warehouse_tables import columns_of
from tests.oracle.facts import Rows

LAYERS = ("currencies", "staging", "intermediate", "commissions", "statements")


class Warehouse:
    """Tables of `raw` and `terms`, and what the models make of them."""

    def __init__(self) -> None:
        self.con = duckdb.connect()
        self.con.execute("attach ':memory:' as warehouse")
        self.con.execute("use warehouse")

    def fill(self, programs: Iterable[Rows]) -> None:
        """Replace everything by the rows of these programs (`plan` is what the oracle reads)."""
        create_tables(self.con)
        together: dict[tuple[str, str], list[Any]] = {}
        for rows in programs:
            for table, own in rows.items():
                if table[0] != "plan":
                    together.setdefault(table, []).extend(own)
        for (schema, table), rows in together.items():
            self._insert(schema, table, rows)

    def _insert(self, schema: str, table: str, rows: list[Any]) -> None:
        columns = columns_of(schema, table)
        texts = pa.table(
            {
                name: pa.array(
                    [None if row.get(name) is None else str(row[name]) for row in rows],
                    pa.string(),
                )
                for name in columns
            }
        )
        self.con.register("incoming", texts)
        typed = ", ".join(f"{name}::{kind} as {name}" for name, kind in columns.items())
        self.con.execute(f"insert into {schema}.{table} select {typed} from incoming")
        self.con.unregister("incoming")

    def build(self, as_of: datetime) -> None:
        """Run seeds and models in their order."""
        moment = as_of.isoformat()
        for node in nodes(LAYERS).values():
            if node.kind not in ("model", "seed") or not node.relation:
                continue
            schema = node.relation.split(".")[1].strip('"')
            self.con.execute(f"create schema if not exists {schema}")
            if node.kind == "seed":
                self.con.execute(node.sql)
                continue
            what = "view" if node.materialized == "view" else "table"
            sql = node.sql.replace(AS_OF, moment)
            try:
                self.con.execute(f"create or replace {what} {node.relation} as {sql}")
            except duckdb.Error as error:
                raise AssertionError(f"{node.unique_id}: {error}") from error

    def ask(self, sql: str) -> list[dict[str, Any]]:
        """Rows of a query as dicts."""
        found = self.con.execute(sql)
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

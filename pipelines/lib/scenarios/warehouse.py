"""A warehouse in memory: rows in, the project's statements run, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.lib.errors import OpenbookError
from pipelines.lib.scenarios.sql import AS_OF, Node, nodes
from pipelines.lib.scenarios.tables import create_tables
from pipelines.lib.settle import FIRST_MODEL, LINES, settle
from pipelines.lib.warehouse import rows as rows_of

Row = Mapping[str, Any]
Tables = Mapping[tuple[str, str], Sequence[Row]]


BOOKABLE = "sta_bookable_lines"
OFTEN = (LINES, BOOKABLE)  # views that every look and close reads, and would plan anew each time
BROKEN = (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException)


class ModelFailed(RuntimeError):
    """A statement of the project did not run on some program's rows; names the model."""


class ModelBroken(OpenbookError):
    """A statement of the project runs on no rows at all; names the model."""

    exit_code = 2


def nodes_for_looks() -> dict[str, Node]:
    """The nodes up to the statements, with what is read over and over as tables."""
    return {
        key: replace(node, materialized="table") if node.name in OFTEN else node
        for key, node in nodes().items()
    }


class Memory:
    """Tables of `raw` and `terms` of many programs, and what the models make of them."""

    def __init__(self, compiled: Mapping[str, Node] | None = None) -> None:
        """`compiled`: the nodes to run (default: those up to the statements)."""
        self.con = duckdb.connect()
        self.con.execute("set threads = 1")  # many small statements: a second one only costs
        self.con.execute("set TimeZone = 'UTC'")
        self.con.execute("attach ':memory:' as warehouse")
        self.con.execute("use warehouse")
        self.nodes = dict(compiled or nodes())

    def fill(self, programs: Iterable[Tables]) -> None:
        """Replace everything but the ledger by the rows of these programs."""
        create_tables(self.con)
        together: dict[tuple[str, str], list[Row]] = {}
        for tables in programs:
            for name, own in tables.items():
                together.setdefault(name, []).extend(own)
        for (schema, table), rows in together.items():
            if rows:
                self.insert(schema, table, rows)

    def insert(self, schema: str, table: str, rows: Sequence[Row]) -> None:
        """Insert dicts; a column left out is null, an unknown one raises KeyError."""
        columns = {
            str(row[0]): str(row[1])
            for row in self.con.execute(
                "select column_name, data_type from duckdb_columns() "
                "where database_name = 'warehouse' and schema_name = ? and table_name = ? "
                "order by column_index",
                [schema, table],
            ).fetchall()
        }
        unknown = {key for row in rows for key in row} - set(columns)
        if unknown:
            raise KeyError(f"{schema}.{table} has no column {sorted(unknown)}")
        texts = pa.table(
            {
                name: pa.array([_text(row.get(name)) for row in rows], pa.string())
                for name in columns
            }
        )
        self.con.register("incoming", texts)
        typed = ", ".join(f'"{name}"::{kind} as "{name}"' for name, kind in columns.items())
        self.con.execute(f"insert into {schema}.{table} select {typed} from incoming")  # noqa: S608
        self.con.unregister("incoming")

    def build(self, as_of: datetime) -> None:
        """Run seeds and models in their order, until what reads lines of the period before stands
        still. Raises `ModelFailed` and `ModelBroken`."""

        def build_below(*, up_to_lines: bool) -> None:
            below = self.below(FIRST_MODEL)
            self._run(below & self.above(LINES) if up_to_lines else below, as_of)

        self._run(frozenset(self.nodes), as_of)
        settle(self.con, build_below)

    def build_lines(self, as_of: datetime) -> None:
        """As `build`, up to the lines and no further: no statements, nothing booked."""

        def build_below(*, up_to_lines: bool) -> None:
            self._run(self.below(FIRST_MODEL) & self.above(LINES), as_of)

        self._run(self.above(LINES), as_of)
        settle(self.con, build_below)

    def build_bookable(self, as_of: datetime) -> None:
        """As `build_lines`, and what a close would book of them."""
        self.build_lines(as_of)
        self._run(self.above(BOOKABLE) - self.above(LINES), as_of)

    def build_from(self, name: str, as_of: datetime) -> None:
        """Run one model and all that is made from it."""
        self._run(self.below(name), as_of)

    def build_alone(self, name: str, as_of: datetime) -> None:
        """Run one model again, as of another moment."""
        self._run(frozenset({self.node(name).unique_id}), as_of)

    def build_above(self, name: str, as_of: datetime) -> None:
        """Run what one model needs, and the model."""
        self._run(self.above(name), as_of)

    def _run(self, keys: frozenset[str], as_of: datetime) -> None:
        for key, node in self.nodes.items():
            if key not in keys or node.kind not in ("model", "seed") or not node.relation:
                continue
            schema = node.relation.split(".")[1].strip('"')
            self.con.execute(f"create schema if not exists {schema}")
            what = "view" if node.materialized == "view" else "table"
            sql = node.sql.replace(AS_OF, as_of.isoformat())
            if node.kind == "model":
                sql = f"create or replace {what} {node.relation} as {sql}"
            try:
                self.con.execute(sql)
            except BROKEN as error:
                raise ModelBroken(f"{node.unique_id}: {error}") from error
            except duckdb.Error as error:
                raise ModelFailed(f"{node.unique_id}: {error}") from error

    def below(self, name: str) -> frozenset[str]:
        """The node of that name and all that is made from it."""
        found = {self.node(name).unique_id}
        for key, node in self.nodes.items():  # parents stand before their children
            if found.intersection(node.needs):
                found.add(key)
        return frozenset(found)

    def above(self, name: str) -> frozenset[str]:
        """The node of that name and all that it is made from."""
        found = {self.node(name).unique_id}
        for key, node in reversed(self.nodes.items()):
            if key in found:
                found.update(node.needs)
        return frozenset(found)

    def ask(self, sql: str, values: Any = None) -> list[dict[str, Any]]:
        """Rows of a query as dicts."""
        return rows_of(self.con, sql, values)

    def model_at(self, name: str, moments: Mapping[str, datetime]) -> str:
        """A model's own SQL with each program's own moment (UTC), to be used as a subquery."""
        self.con.execute(
            "create or replace temp table asked as select unnest(?) as asked_id, "
            "unnest(cast(? as timestamp[])) as asked_at",
            [list(moments), list(moments.values())],
        )
        own = "(select asked_at from asked where asked_id = program_id)"
        return "(" + self.node(name).sql.replace(f"'{AS_OF}'", own) + ")"

    def node(self, name: str) -> Node:
        """The node of that name. Raises KeyError when the project has none."""
        for node in self.nodes.values():
            if node.name == name:
                return node
        raise KeyError(name)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)

"""A warehouse that stays as it was built: a mutant is tried in a transaction and taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import duckdb

from pipelines.lib.scenarios.found import BY_MOMENT, LACKING, PLAIN
from pipelines.lib.scenarios.sql import AS_OF, Node
from pipelines.lib.scenarios.warehouse import BROKEN, Memory, ModelBroken, ModelFailed

# What is read of a program, so where a change of the engine shows
OUTPUTS = tuple(
    {relation.split(".")[1] for relation in PLAIN.values() if not relation.startswith("terms.")}
    | set(BY_MOMENT.values())
    | {"sta_bookable_lines", "sta_platform_payments", "sta_forfeitures"}  # what a close books
)
Prints = dict[str, Any]


class Standing:
    """A built warehouse with a print of every table; `hit` are the nodes with other SQL, `moved`
    those that came out new."""

    def __init__(self, memory: Memory, as_of: datetime) -> None:
        self.memory, self.as_of = memory, as_of
        self.nodes = dict(memory.nodes)
        tables = [node for node in self.nodes.values() if _is_table(node)]
        self.prints = {node.name: self._print(node) for node in tables}
        self.by_program = {name: self._by_program(name) for name in OUTPUTS}
        self.hit: set[str] = set()
        self.moved: set[str] = set()

    @contextmanager
    def with_nodes(self, nodes: Mapping[str, Node]) -> Iterator[None]:
        """Build what other nodes change, as far as tables come out new; then all is as before.

        Raises `ModelFailed` and `ModelBroken`.
        """
        con = self.memory.con
        con.execute("begin transaction")
        self.memory.nodes, self.moved = dict(nodes), set()
        self.hit = {key for key, node in nodes.items() if node is not self.nodes[key]}
        try:
            for key, node in nodes.items():
                is_hit = key in self.hit
                if (is_hit or self.moved.intersection(node.needs)) and self._is_new(node, is_hit):
                    self.moved.add(key)
            yield
        finally:
            self.memory.nodes = dict(self.nodes)
            con.execute("rollback")

    def programs(self) -> set[str]:
        """Programs of which something that is read came out new."""
        names = {key.rsplit(".", 1)[-1] for key in self.moved}
        found: set[str] = set()
        for name in names.intersection(OUTPUTS):
            now, before = self._by_program(name), self.by_program[name]
            found |= {one for one in {*now, *before} if now.get(one) != before.get(one)}
        lacking = self.memory.con.execute(f"select program_id from ({self._sql(LACKING)})")
        return found | {str(row[0]) for row in lacking.fetchall()}

    def is_hit(self, names: Collection[str]) -> bool:
        """Whether a node of one of these names has other SQL, or came out new: at another moment
        than that of the table it may say something else, also where the table is the same."""
        return any(key.rsplit(".", 1)[-1] in names for key in self.hit | self.moved)

    def _is_new(self, node: Node, is_hit: bool) -> bool:
        if node.kind != "model" or not node.relation:
            return False
        what = "view" if node.materialized == "view" else "table"
        if what == "view" and not is_hit:
            return True
        sql = node.sql.replace(AS_OF, self.as_of.isoformat())
        try:
            self.memory.con.execute(f"create or replace {what} {node.relation} as {sql}")
        except BROKEN as error:
            raise ModelBroken(f"{node.unique_id}: {error}") from error
        except duckdb.Error as error:
            raise ModelFailed(f"{node.unique_id}: {error}") from error
        return what == "view" or self._print(node) != self.prints[node.name]

    def _print(self, node: Node) -> Any:
        print_ = f"select count(*), sum(hash(t)::hugeint) from {node.relation} as t"
        return self.memory.con.execute(print_).fetchone()

    def _by_program(self, name: str) -> Prints:
        relation = self.memory.node(name).relation
        rows = self.memory.con.execute(
            "select program_id, count(*), sum(hash(t)::hugeint) "
            f"from {relation} as t group by program_id"
        ).fetchall()
        return {str(row[0]): row[1:] for row in rows}

    def _sql(self, name: str) -> str:
        return self.memory.node(name).sql.replace(AS_OF, self.as_of.isoformat())


def _is_table(node: Node) -> bool:
    return node.kind == "model" and bool(node.relation) and node.materialized != "view"

"""The project's SQL compiled once per test run, and run straight on a small warehouse.

A dbt run takes seconds; the same statements take milliseconds. Contracts, which only dbt enforces,
are held by `test_contracts.py`, which does run dbt.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from tests.fixtures.warehouse import DBT_PROJECT, create_tables, run_dbt

AS_OF = "2026-10-28T12:00:00"
FILE = "warehouse.duckdb"  # compiled names carry the file's stem
LAYERS = ("currencies", "staging", "intermediate", "statements", "marts", "publish")
SEEDED = "create or replace table {relation} as select * from read_csv('{path}', types={types})"


@dataclass(frozen=True)
class Node:
    """A model, seed or data test with its SQL."""

    unique_id: str
    kind: str
    layer: str
    relation: str
    materialized: str
    sql: str
    needs: tuple[str, ...]


@lru_cache(maxsize=2)
def nodes(layers: tuple[str, ...] = LAYERS) -> dict[str, Node]:
    """All nodes of some layers, in an order in which they can be built."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        with duckdb.connect(str(path)) as con:
            create_tables(con)
        run_dbt(
            path, "compile", "--select", *layers, "--exclude", "resource_type:unit_test",
            as_of=AS_OF, target_dir=Path(folder) / "target",
        )  # fmt: skip
        manifest = json.loads((Path(folder) / "target" / "manifest.json").read_text())
    found = {
        key: Node(
            unique_id=key,
            kind=node["resource_type"],
            layer=node["fqn"][1],
            relation=node.get("relation_name") or "",
            materialized=node["config"].get("materialized", ""),
            sql=node.get("compiled_code") or _seed(node),
            needs=tuple(k for k in node["depends_on"].get("nodes", []) if k[:6] != "source"),
        )
        for key, node in manifest["nodes"].items()
        if node["resource_type"] == "seed" or node.get("compiled_code")
    }
    return _ordered(found)


def build(
    con: duckdb.DuckDBPyConnection, *layers: str, as_of: str = AS_OF, given: tuple[str, ...] = ()
) -> None:
    """Build the models of some layers with what they need; data tests of these layers must hold.

    Relations of the layers in `given` are there already and are left alone.
    """
    wanted = _needed(layers, given)
    for key, node in nodes().items():
        if key in wanted:
            sql = node.sql.replace(AS_OF, as_of)
            schema = node.relation.split(".")[1]
            con.execute(f"create schema if not exists {schema}")
            if node.kind == "seed":
                con.execute(sql)
            elif node.materialized == "view":
                moves = AS_OF in node.sql
                how = "or replace view" if moves else "view if not exists"
                con.execute(f"create {how} {node.relation} as {sql}")
            else:
                con.execute(f"create or replace table {node.relation} as {sql}")
    for node in nodes().values():
        if node.kind == "test" and _stands_on(node, layers):
            broken = con.execute(node.sql.replace(AS_OF, as_of)).fetchmany(3)
            assert not broken, f"{node.unique_id}: {broken}"


def _stands_on(test: Node, layers: tuple[str, ...]) -> bool:
    subjects = {nodes()[key].layer for key in test.needs if key in nodes()}
    return bool(subjects & set(layers)) and subjects <= {*layers, "staging", "commissions"}


def _needed(layers: tuple[str, ...], given: tuple[str, ...]) -> set[str]:
    wanted: set[str] = set()
    rest = [k for k, n in nodes().items() if n.layer in layers and n.kind == "model"]
    while rest:
        key = rest.pop()
        if key in nodes() and key not in wanted and nodes()[key].layer not in given:
            wanted.add(key)
            rest += nodes()[key].needs
    return wanted


def _seed(node: dict) -> str:
    types = {name: kind for name, kind in node["config"].get("column_types", {}).items()}
    path = DBT_PROJECT / node["original_file_path"]
    return SEEDED.format(relation=node["relation_name"], path=path, types=types)


def _ordered(found: dict[str, Node]) -> dict[str, Node]:
    done: dict[str, Node] = {}

    def visit(key: str) -> None:
        if key in found and key not in done:
            for parent in found[key].needs:
                visit(parent)
            done[key] = found[key]

    for key in sorted(found):
        visit(key)
    return done

"""The project's SQL compiled once per test run, and run straight on a small warehouse.

A dbt run takes seconds; the same statements take milliseconds. Contracts, which only dbt enforces,
are held by `test_contracts.py`, which does run dbt.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

import duckdb

from pipelines.lib.scenarios import sql
from pipelines.lib.scenarios.sql import AS_OF, Node
from tests.fixtures.once import SHARED

MOMENT = "2026-10-28T12:00:00"
LAYERS = ("currencies", "staging", "intermediate", "statements", "marts", "publish")


@lru_cache(maxsize=2)
def nodes(layers: tuple[str, ...] = LAYERS) -> dict[str, Node]:
    """All nodes of some layers, in an order in which they can be built.

    Kept in one folder for everything that this run tests, whatever DATA_DIR a test sets.
    """
    folder = Path(os.environ.get(SHARED) or _folder().name)
    with (folder / "compiled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a second worker waits rather than compile as well
        with patch.dict(os.environ, {"DATA_DIR": str(folder / "compiled")}):
            return sql.nodes(layers)


@lru_cache(maxsize=1)
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()  # for a tool without pytest; removed when it ends


def build(
    con: duckdb.DuckDBPyConnection, *layers: str, as_of: str = MOMENT, given: tuple[str, ...] = ()
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

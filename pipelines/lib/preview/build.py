# ruff: noqa: S608 - schema and table names are those of models
"""Changed models and what follows from them, built whole beside the published tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from pipelines.lib.preview.sqlmesh_project import Model, PreviewFailed, affected_models
from pipelines.lib.settle import FIRST_MODEL, LINES, settle

BESIDE = "__preview"
FINAL_MODEL = f"commissions.{LINES}"
READS_TOTALS = f"intermediate.{FIRST_MODEL}"
ASKED = "intermediate.int_metrics__asked"


def build_all_beside(
    con: duckdb.DuckDBPyConnection, models: Mapping[str, Model], names: Sequence[str]
) -> list[str]:
    """Build `names` beside, then also what reads lines of the period before until it stands still
    (`settle`); what was built, in its order. Raises `PreviewFailed` and `NotSettled`.
    """
    built = set(names)

    def build_below(*, up_to_lines: bool) -> None:
        below = affected_models(models, [READS_TOTALS], FINAL_MODEL)
        built.update(below)
        build_beside(con, models, below, moved=frozenset(built))

    build_beside(con, models, names, moved=frozenset(names))
    beside = f"intermediate{BESIDE}" if ASKED in built else "intermediate"
    settle(con, build_below, intermediate=beside, commissions=f"commissions{BESIDE}")
    return [name for name in models if name in built]


def build_beside(
    con: duckdb.DuckDBPyConnection,
    models: Mapping[str, Model],
    names: Sequence[str],
    *,
    moved: frozenset[str],
) -> None:
    """Build `names`, in this order, as `<schema>__preview.<name>`, anew where they are there.

    Each reads the preview of what is in `moved`, and the published table of everything else.
    Incremental models are built from all of history. Raises `PreviewFailed`, naming the model.
    """
    for name in names:
        schema, table = name.split(".")
        con.execute(f'create schema if not exists "{schema}{BESIDE}"')
        target = f'"{schema}{BESIDE}"."{table}"'
        try:
            _build(con, target, models[name], moved)
        except duckdb.Error as error:
            raise PreviewFailed(f"{name} does not build: {error}") from error


def _build(
    con: duckdb.DuckDBPyConnection, target: str, model: Model, moved: frozenset[str]
) -> None:
    if model.seed is not None:
        frames, types = model.seed
        shape = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
        con.execute(f"create or replace table {target} ({shape})")
        for frame in frames:
            con.register("seed_rows", frame)
            con.execute(f"insert into {target} by name select * from seed_rows")
            con.unregister("seed_rows")
        return
    kind = "view" if model.is_view else "table"
    con.execute(f"create or replace {kind} {target} as {redirected(model, moved)}")


def redirected(model: Model, moved: frozenset[str]) -> str:
    """A model's SQL in which every table of `moved` is read from its preview.

    SQLMesh writes each table with its schema, both quoted; columns go by the table's alias.
    """
    sql = model.content
    for name in model.parents & moved:
        schema, table = name.split(".")
        sql = sql.replace(f'"{schema}"."{table}"', f'"{schema}{BESIDE}"."{table}"')
    return sql

"""SQLMesh on a copy of the dbt project: what each model is, what changed, what follows from it.

Why SQLMesh reads the models and does not plan the build is in docs/reference/preview.md.
SQLMesh is imported when it is used: it takes seconds.
"""

from __future__ import annotations

import io
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.lib.errors import OpenbookError
from pipelines.lib.quiet import be_quiet


class PreviewFailed(OpenbookError):
    """A changed model does not load or build; says which and what the engine said."""


@dataclass(frozen=True)
class Model:
    """One model as SQLMesh understands it.

    `name` is `schema.name`; `content` decides whether it changed: the SQL that would run, macros
    and variables in it, or the hash of a seed's rows. `query` is that SQL as a sqlglot expression,
    without incremental filters (None for a seed, whose rows are in `seed`).
    """

    name: str
    content: str
    is_view: bool
    parents: frozenset[str]
    query: Any = None
    seed: Any = None


@contextmanager
def loaded(project: Path, warehouse: Path) -> Iterator[Any]:
    """The project in SQLMesh on a warehouse file, as `sqlmesh.Context`; closed at the end.

    Raises `PreviewFailed` when it does not load. What the tools print is swallowed.
    """
    be_quiet()
    with ExitStack() as stack:
        # One process: SQLMesh's pools fork, and DuckDB does not survive a fork.
        wanted = {"OPENBOOK_WAREHOUSE": str(warehouse), "MAX_FORK_WORKERS": "1"}
        stack.enter_context(_environment(wanted))
        heard = io.StringIO()
        stack.enter_context(redirect_stdout(heard))
        stack.enter_context(redirect_stderr(heard))
        from sqlmesh import Context
        from sqlmesh.core.console import NoopConsole, get_console, set_console

        logging.getLogger("sqlmesh").setLevel(logging.ERROR)
        before = get_console()
        set_console(NoopConsole())
        stack.callback(set_console, before)
        # The loader's cache tells files apart by whole seconds: never reuse it.
        shutil.rmtree(project / ".cache", ignore_errors=True)
        try:
            context = Context(paths=[str(project.resolve())])
        except Exception as error:
            raise PreviewFailed(f"SQLMesh cannot load the models: {error}") from error
        stack.callback(context.close)
        yield context


def read_models(project: Path, warehouse: Path) -> dict[str, Model]:
    """The models of a project by `schema.name`, each before those that read it.

    Raises `PreviewFailed` when one does not load or render.
    """
    with loaded(project, warehouse) as context:
        names = [name for name in context.dag.sorted if name in context.models]
        return {short_name(name): _model(context.models[name]) for name in names}


def _model(found: Any) -> Model:
    name = short_name(found.fqn)
    parents = frozenset(short_name(parent) for parent in found.depends_on)
    if found.kind.is_seed:
        rows = list(found.render_seed())
        types = {column: kind.sql("duckdb") for column, kind in found.columns_to_types.items()}
        return Model(name, found.data_hash, False, parents, seed=(rows, types))
    query = found.render_query()
    if query is None:
        raise PreviewFailed(f"{name} asks the database while it is read; a preview cannot tell")
    content = query.sql(dialect="duckdb")
    return Model(name, content, bool(found.kind.is_view), parents, query=query)


def changed_models(before: Mapping[str, Model], after: Mapping[str, Model]) -> list[str]:
    """Models that are new or would run other SQL, in the order in which they are built."""
    return [
        name
        for name, model in after.items()
        if name not in before or before[name].content != model.content
    ]


def affected_models(models: Mapping[str, Model], changed: list[str], final: str) -> list[str]:
    """`changed` and what follows from them, as far as it leads to `final`; in building order.

    Empty when nothing of it reaches `final`.
    """
    moved = set(changed)
    for name, model in models.items():
        if model.parents & moved:
            moved.add(name)
    needed = {final}
    for name in reversed(list(models)):
        if name in needed:
            needed |= models[name].parents
    return [name for name in models if name in moved & needed]


def short_name(name: str) -> str:
    """`"openbook"."commissions"."com_lines"` as `commissions.com_lines`."""
    return ".".join(part.strip('"') for part in name.split(".")[-2:])


@contextmanager
def _environment(wanted: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

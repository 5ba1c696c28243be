"""SQLMesh on a copy of the dbt project: what each model is, what changed, what follows from it.

Why SQLMesh reads the models and does not plan the build is in docs/reference/preview.md.
SQLMesh is imported when it is used: it takes seconds.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from pipelines.lib.errors import OpenbookError
from pipelines.lib.quiet import be_quiet

SETTINGS = "sqlmesh.yaml"


class PreviewFailed(OpenbookError):
    """A changed model does not load or build; says which and what the engine said."""


@dataclass(frozen=True)
class Model:
    """One model as SQLMesh understands it.

    `name` is `schema.name`; `content` decides whether it changed: the SQL that would run, macros
    and variables in it and no incremental filter, or the hash of a seed's rows (then in `seed`).
    """

    name: str
    content: str
    is_view: bool
    parents: frozenset[str]
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
        _forget_definitions(project)
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
    return Model(name, query.sql(dialect="duckdb"), bool(found.kind.is_view), parents)


def read_contents(project: Path, warehouse: Path, cache: Path) -> dict[str, str]:
    """The content of each model of a published project; remembered in `cache` by its files."""
    digest = hashlib.sha256()
    files = (path for path in project.rglob("*") if path.is_file() and path.name != SETTINGS)
    for path in sorted(files):
        digest.update(f"{path.relative_to(project)}\0{path.read_text('utf-8')}\0".encode())
    versions = [version(name) for name in ("sqlmesh", "sqlglot", "dbt-core")]
    digest.update(" ".join([*versions, warehouse.name]).encode())
    kept = cache / f"published-{digest.hexdigest()[:16]}.json"
    if kept.exists():
        return dict(json.loads(kept.read_text()))
    contents = {name: model.content for name, model in read_models(project, warehouse).items()}
    for older in cache.glob("published-*.json"):
        older.unlink(missing_ok=True)
    beside = kept.with_suffix(f".{os.getpid()}.part")
    beside.write_text(json.dumps(contents))
    beside.replace(kept)
    return contents


def changed_models(before: Mapping[str, str], after: Mapping[str, Model]) -> list[str]:
    """Models that are new or would run other SQL, in the order in which they are built."""
    return [name for name, model in after.items() if before.get(name) != model.content]


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


def _forget_definitions(project: Path) -> None:
    """Remove SQLMesh's cache of models, which tells files apart by whole seconds.

    Its cache of rendered queries goes by content and stays: half of the time of a second reading.
    """
    configured = yaml.safe_load((project / SETTINGS).read_text()).get("cache_dir")
    cache = Path(configured) if configured else project / ".cache"
    if cache.is_dir():
        for path in cache.iterdir():
            if path.is_dir() and path.name != "optimized_query":
                shutil.rmtree(path, ignore_errors=True)


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

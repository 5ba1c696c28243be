"""A preview from start to end: copy, compile, build what changed, compare, forget."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import duckdb

from pipelines.lib.preview.build import BESIDE, FINAL_MODEL, build_all_beside
from pipelines.lib.preview.differences import Difference, differences
from pipelines.lib.preview.project import changed_files, write_project
from pipelines.lib.preview.scratch import Scratch, scratch
from pipelines.lib.preview.sqlmesh_project import (
    affected_models,
    changed_models,
    read_contents,
    read_models,
)
from pipelines.lib.preview.terms import propose_terms
from pipelines.lib.refresh_result import OnStep, step
from pipelines.settings import settings

Steps = Callable[[str], AbstractContextManager[list[str]]]


@dataclass(frozen=True)
class Wanted:
    """What to preview and how to show it. `project` or `plans` None: as published."""

    project: Path | None
    plans: Path | None
    program_id: str | None = None
    period_id: str | None = None
    by_component: bool = False


@dataclass
class Preview:
    """What changed and what it moves. `as_of` is the moment of the build it is compared with.

    `changed_models` and `rebuilt_models` are those that lead to a line.
    """

    as_of: str = ""
    changed_terms: dict[str, int] = field(default_factory=dict)
    changed_files: list[str] = field(default_factory=list)
    changed_models: list[str] = field(default_factory=list)
    rebuilt_models: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def preview(wanted: Wanted, on_step: OnStep | None = None, wait_seconds: int = 600) -> Preview:
    """Whose money moves by how much if `wanted` were published.

    Nothing published is written. Raises `PreviewRefused`, `PreviewFailed`, `WarehouseBusy`, and
    the compiler's `RuleErrors`.
    """
    found = Preview()
    steps = partial(step, on_step, seconds_by_name=found.seconds)
    with steps("copy"):
        copying = scratch(wait_seconds)
        copy = copying.__enter__()
    try:
        found.as_of = copy.as_of.isoformat()
        _compare(copy, wanted, found, steps)
    finally:
        copying.__exit__(None, None, None)
    return found


def _compare(copy: Scratch, wanted: Wanted, found: Preview, steps: Steps) -> None:
    with steps("rules") as detail:
        if wanted.plans is not None:
            with duckdb.connect(str(copy.warehouse)) as con:
                con.execute("set TimeZone = 'UTC'")
                found.changed_terms = propose_terms(con, wanted.plans)
        detail.append(f"{sum(found.changed_terms.values())} rows of terms differ")
    cache = settings().data_dir / "preview" / "cache"
    cache.mkdir(exist_ok=True)
    (copy.folder / "empty").mkdir()
    before, after = copy.folder / "published", copy.folder / "project"
    write_project(copy.baseline, before, as_of=copy.as_of, cache=cache)
    source = wanted.project or copy.baseline
    write_project(source, after, as_of=copy.as_of, cache=cache, proposed=found.changed_terms)
    found.changed_files = changed_files(before, after)
    if not found.changed_files:
        return
    with steps("read models") as detail:
        nowhere = copy.folder / "empty" / copy.warehouse.name
        then = read_contents(_in_place(copy, before), nowhere, cache)
        now = read_models(_in_place(copy, after), nowhere)
        changed = changed_models(then, now)
        found.rebuilt_models = affected_models(now, changed, FINAL_MODEL)
        found.changed_models = [name for name in changed if name in found.rebuilt_models]
        detail.append(f"{len(found.changed_models)} of {len(now)} models changed")
    if not found.rebuilt_models:
        return
    with steps("build") as detail, duckdb.connect(str(copy.warehouse)) as con:
        con.execute("set TimeZone = 'UTC'")
        found.rebuilt_models = build_all_beside(con, now, found.rebuilt_models)
        detail.append(f"{len(found.rebuilt_models)} models")
    with steps("compare"), duckdb.connect(str(copy.warehouse)) as con:
        found.differences = differences(
            con,
            proposed=f"commissions{BESIDE}",
            by_component=wanted.by_component,
            program_id=wanted.program_id,
            period_id=wanted.period_id,
        )


def _in_place(copy: Scratch, project: Path) -> Path:
    """Both projects load from the same path, so that only their contents can differ."""
    place = copy.folder / "sqlmesh"
    shutil.rmtree(place, ignore_errors=True)
    return project.rename(place)

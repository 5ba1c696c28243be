"""A copy of the warehouse to try things on: taken under the lock, removed at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.lib.errors import OpenbookError
from pipelines.lib.lock import warehouse_lock
from pipelines.lib.preview.baseline import kept_baseline
from pipelines.lib.warehouse import table_exists
from pipelines.settings import settings


class PreviewRefused(OpenbookError):
    """There is nothing to compare with; says why and what to do."""


@dataclass(frozen=True)
class Scratch:
    """The copied warehouse file, the copied project it was built from, and for which moment."""

    folder: Path
    warehouse: Path
    baseline: Path
    as_of: datetime


@contextmanager
def scratch(wait_seconds: int = 600) -> Iterator[Scratch]:
    """Copy warehouse and baseline into `DATA_DIR/preview/<process>-…/`; remove it at the end.

    The lock is held while the file is copied, no longer. The copy keeps the file's name: views
    inside name their database by it. Raises `PreviewRefused` when the warehouse is not what its
    baseline builds, `WarehouseBusy` when it stays in use.
    """
    top = settings().data_dir / "preview"
    top.mkdir(parents=True, exist_ok=True)
    _sweep(top)
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=top))
    try:
        yield _copied(folder, wait_seconds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _copied(folder: Path, wait_seconds: int) -> Scratch:
    source = settings().warehouse
    with warehouse_lock(wait_seconds):
        kept = kept_baseline()
        if not source.exists() or kept is None:
            raise PreviewRefused(
                "there is no published build to compare with; run `openbook refresh` first"
            )
        _check_room(source, folder)
        for path in (source, source.with_name(source.name + ".wal")):
            if path.exists():
                shutil.copyfile(path, folder / path.name)
        shutil.copytree(kept.project, folder / "baseline")
    found = Scratch(folder, folder / source.name, folder / "baseline", kept.as_of)
    _check_built(found.warehouse, kept.project_digest)
    return found


def _check_room(source: Path, folder: Path) -> None:
    """A preview needs the copy and at most as much again for what it builds."""
    needed, free = 2 * source.stat().st_size, shutil.disk_usage(folder).free
    if free < needed:
        raise PreviewRefused(
            f"a preview needs {needed >> 20} MB beside the warehouse and {folder.parent} has "
            f"{free >> 20} MB free; make room, or move DATA_DIR"
        )


def _check_built(warehouse: Path, project_digest: str) -> None:
    """Refuse when raw data or project moved on and the models did not."""
    with duckdb.connect(str(warehouse)) as con:
        waiting = (
            table_exists(con, "raw", "touched_partitions")
            and con.execute("select 1 from raw.touched_partitions limit 1").fetchone()
        )
        built = (
            con.execute("select digest from raw.digests where subject = 'project'").fetchone()
            if table_exists(con, "raw", "digests")
            else None
        )
    if waiting or built is None or built[0] != project_digest:
        raise PreviewRefused(
            "the last refresh took in data or models that it could not build; "
            "run `openbook refresh`, mend what it names, and try again"
        )


def _sweep(top: Path) -> None:
    """Remove what previews left that were killed."""
    for folder in top.glob("[0-9]*-*"):
        if not Path(f"/proc/{folder.name.split('-')[0]}").exists():
            shutil.rmtree(folder, ignore_errors=True)

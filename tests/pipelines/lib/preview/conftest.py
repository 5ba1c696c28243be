"""A small published warehouse with the project it was built from, and a place to change it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.lib import dbt_runner
from pipelines.lib.preview.baseline import copy_sources, keep_baseline
from pipelines.settings import settings
from tests.fixtures.once import once
from tests.fixtures.warehouse import create_tables, run_dbt
from tests.pipelines.lib.preview.small_world import PLANS, write_facts

AS_OF = datetime(2026, 10, 28, 12, tzinfo=UTC)
Change = Callable[[str, str, str], None]


@pytest.fixture(scope="session")
def built(shared: Path) -> Path:
    """A data folder whose warehouse dbt built and a refresh would have left so. Only to be read."""
    return once(shared, "preview", _build) / "data"


def _build(folder: Path) -> None:
    data = folder / "data"
    with pytest.MonkeyPatch.context() as env:
        env.setenv("DATA_DIR", str(data))
        warehouse = settings().warehouse
        warehouse.parent.mkdir(parents=True)
        with duckdb.connect(str(warehouse)) as con:
            create_tables(con)
            write_facts(con)
            con.execute(
                "create table raw.digests (program_id varchar, subject varchar, digest varchar)"
            )
            con.execute(
                "insert into raw.digests values ('', 'project', ?)", [dbt_runner.project_digest()]
            )
        layers = ("currencies", "staging", "intermediate", "commissions")
        tests = ("--exclude-resource-type", "test", "unit_test")
        run_dbt(warehouse, "build", *tests, "--select", *layers, target_dir=data / "dbt")
        keep_baseline(AS_OF)
        _warm()


def _warm() -> None:
    """Read the published models once: previews remember them by their files."""
    from pipelines.lib.preview.project import write_project
    from pipelines.lib.preview.sqlmesh_project import read_contents

    top = settings().data_dir / "preview"
    (top / "cache").mkdir(parents=True)
    write_project(dbt_runner.project(), top / "once", as_of=AS_OF, cache=top / "cache")
    (top / "empty").mkdir()
    read_contents(top / "once", top / "empty" / settings().warehouse.name, top / "cache")


@pytest.fixture
def published(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, as this test's own DATA_DIR, with plans and project that a test may change."""
    data = tmp_path / "data"
    shutil.copytree(built, data)
    monkeypatch.setenv("DATA_DIR", str(data))
    shutil.copytree(PLANS, tmp_path / "plans")
    monkeypatch.setenv("OPENBOOK_PLANS", str(tmp_path / "plans"))
    copy_sources(dbt_runner.project(), tmp_path / "project")
    monkeypatch.setenv("OPENBOOK_DBT_PROJECT", str(tmp_path / "project"))
    return data


@pytest.fixture
def change(published: Path, tmp_path: Path) -> Change:
    """Replace a text that must be there once, in a file of `plans` or `project`."""

    def replace(name: str, old: str, new: str) -> None:
        path = tmp_path / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace

"""What must be there before services start."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pipelines.lib import services


@pytest.fixture
def storage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    services.write_dagster_home()
    return tmp_path / "dagster" / "storage"


def heads(storage: Path) -> int:
    with sqlite3.connect(storage / "history" / "runs.db") as con:
        return int(con.execute("select count(*) from alembic_version").fetchone()[0])


def test_dagsters_databases_are_there_before_two_processes_would_make_them(storage: Path) -> None:
    """Regression: UI and daemon made them at the same moment; the first start failed for good."""
    services.make_dagster_storage()
    assert heads(storage) == 1


def test_what_a_start_that_was_cut_off_left_is_made_anew(storage: Path) -> None:
    (storage / "history").mkdir(parents=True)
    with sqlite3.connect(storage / "history" / "runs.db") as con:
        con.execute("create table alembic_version (version_num varchar(32))")
        con.executemany("insert into alembic_version values (?)", [("1ebdd7a9686f",), ("other",)])
    services.make_dagster_storage()
    assert heads(storage) == 1

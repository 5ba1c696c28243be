"""How much a build takes: by the machine, or as the environment says (docs/how-to/operate.md)."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines.lib import dbt_runner

LEAST = 1024


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """The environment, without what a machine or a person said of memory and threads."""
    kept = {k: v for k, v in os.environ.items() if k not in {"OPENBOOK_MEMORY", "OPENBOOK_THREADS"}}
    monkeypatch.setattr(os, "environ", {**kept, "DATA_DIR": str(tmp_path)})
    return os.environ  # type: ignore[return-value]


def test_a_build_takes_half_of_the_memory_and_every_core(variables: dict[str, str]) -> None:
    dbt_runner.environment()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    assert variables["OPENBOOK_MEMORY"] == f"{max(memory // 2, LEAST)}MiB"
    assert int(variables["OPENBOOK_THREADS"]) == len(os.sched_getaffinity(0))


def test_what_the_environment_says_is_kept(variables: dict[str, str]) -> None:
    variables.update(OPENBOOK_MEMORY="1600MB", OPENBOOK_THREADS="1")
    dbt_runner.environment()
    assert (variables["OPENBOOK_MEMORY"], variables["OPENBOOK_THREADS"]) == ("1600MB", "1")


def test_what_does_not_fit_is_spilled_beside_the_warehouse(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "openbook.duckdb")) as con:
        found = con.execute("select current_setting('temp_directory')").fetchone()
    assert found == (f"{tmp_path / 'openbook.duckdb'}.tmp",)


def test_the_profile_reads_both() -> None:
    profile = yaml.safe_load((dbt_runner.project() / "profiles.yml").read_text(encoding="utf-8"))
    settings = profile["openbook"]["outputs"]["prod"]["settings"]
    assert "OPENBOOK_MEMORY" in settings["memory_limit"]
    assert "OPENBOOK_THREADS" in settings["threads"]

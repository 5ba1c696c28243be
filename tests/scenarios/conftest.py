"""One dbt compile and one warehouse for all scenario files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.lib.scenarios.run import Outcome, run_scenarios
from tests.scenarios.files import reads


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One folder for the compiled project, shared by the whole test run."""
    kept = os.environ.get("DATA_DIR")
    folder: Path = tmp_path_factory.getbasetemp() / "compiled"
    os.environ["DATA_DIR"] = kept or str(folder)
    yield
    if kept is None:
        del os.environ["DATA_DIR"]


@pytest.fixture(scope="session")
def outcomes(compiled: None) -> dict[tuple[str, int], Outcome]:
    """What became of each scenario, by file and line."""
    found = run_scenarios(reads())
    return {(one.read.source.place, one.read.source.first_line): one for one in found}

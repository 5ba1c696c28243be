"""One dbt compile and one warehouse for all scenario files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.lib.scenarios.run import Outcome, run_scenarios
from tests.scenarios.files import reads


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Outcome]:
    """What became of each scenario, by file and line."""
    kept = os.environ.get("DATA_DIR")
    folder: Path = tmp_path_factory.getbasetemp() / "compiled"  # shared by the whole test run
    os.environ["DATA_DIR"] = kept or str(folder)
    try:
        found = run_scenarios(reads())
    finally:
        if kept is None:
            del os.environ["DATA_DIR"]
    return {(one.read.source.place, one.read.source.first_line): one for one in found}

"""One dbt compile and one warehouse for all scenario files."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from commission_rules.schema.scenario.reading import Read
from pipelines.lib.scenarios.run import Outcome, run_scenarios
from tests.scenarios.files import reads

Run = Callable[[Sequence[Read]], list[Outcome]]


@pytest.fixture(scope="session")
def run_together(shared: Path) -> Run:
    """Runs scenarios; the compiled project is shared by the whole test run."""
    folder = shared / "compiled"

    def run(reads: Sequence[Read]) -> list[Outcome]:
        kept = os.environ.get("DATA_DIR")
        os.environ["DATA_DIR"] = kept or str(folder)
        try:
            return run_scenarios(reads)
        finally:
            if kept is None:
                del os.environ["DATA_DIR"]

    return run


@pytest.fixture(scope="session")
def outcomes(run_together: Run) -> dict[tuple[str, int], Outcome]:
    """What became of each scenario, by file and line."""
    found = run_together(reads())
    return {(one.read.source.place, one.read.source.first_line): one for one in found}

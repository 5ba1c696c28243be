"""Mutants still say what the engine says, reach every part of it, and are noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dbt_project.statements.compiled import nodes
from tests.mutation.__main__ import main
from tests.mutation.engine import changed
from tests.mutation.mutants import Mutant, MutantStale, mutants
from tests.properties.warehouse import LAYERS

LEAST = 100
PARTS = (
    "intermediate/events", "intermediate/events/quantities", "intermediate/events/caps",
    "intermediate/levels", "intermediate/lots", "intermediate/metrics", "intermediate/periods",
    "intermediate/revshare", "intermediate/cpa", "intermediate/people", "intermediate/facts",
    "commissions", "statements",
)  # fmt: skip


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.name)
def test_a_mutant_still_changes_what_its_file_says(mutant: Mutant) -> None:
    mutant.check()


def test_a_mutant_of_sql_changes_what_dbt_has_compiled() -> None:
    compiled = nodes(LAYERS)
    for mutant in mutants():
        if mutant.is_sql:
            assert changed(compiled, mutant) != compiled, mutant.name


def test_there_are_many_and_in_every_part_of_the_engine() -> None:
    folders = {str(Path(mutant.file).parent) for mutant in mutants()}
    assert len(mutants()) >= LEAST
    assert {f"dbt_project/models/{part}" for part in PARTS} <= folders
    assert {"dbt_project/macros", "commission_rules/compiler"} <= folders


def test_a_mutant_of_a_text_that_is_gone_is_not_run() -> None:
    gone = Mutant("gone", "commission_rules/compiler/intervals.py", "no such text", "x", ("deals",))
    with pytest.raises(MutantStale, match="no such text"):
        gone.check()
    with pytest.raises(MutantStale, match="compiled SQL"):
        changed({}, Mutant("gone", "dbt_project/models/x.sql", "a", "b", ("deals",)))


@pytest.mark.long
def test_scenarios_and_properties_notice_them() -> None:
    assert main() == 0

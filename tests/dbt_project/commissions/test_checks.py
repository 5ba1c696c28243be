"""The checks of the warehouse itself, run over the worked examples."""

from __future__ import annotations

import shutil

import duckdb

from tests.dbt_project.conftest import MODELS
from tests.fixtures.warehouse import run_dbt

SELECTED = ("--select", *MODELS, "--indirect-selection", "cautious")


def test_every_check_passes_but_the_missing_rates_of_one_program(examples, tmp_path):
    warehouse = shutil.copy(examples, tmp_path / "warehouse.duckdb")
    nodes = run_dbt(warehouse, "test", *SELECTED, "--store-failures", must_pass=False)
    failed = [node.node for node in nodes if node.status != "pass"]
    assert [node.name for node in failed] == ["fx_rates_are_known"]
    with duckdb.connect(str(warehouse), read_only=True) as con:
        rows = con.execute(f"select distinct program_id from {failed[0].relation_name}").fetchall()
    assert rows == [("exchange",)]


def test_unit_tests_run_with_the_checks(examples, tmp_path):
    warehouse = shutil.copy(examples, tmp_path / "warehouse.duckdb")
    nodes = run_dbt(warehouse, "test", "--select", "test_type:unit")
    assert len(nodes) > 5
    assert {node.status for node in nodes} == {"pass"}

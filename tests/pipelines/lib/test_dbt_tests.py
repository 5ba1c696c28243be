"""Our generic tests run without dbt say what dbt says of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from pipelines.lib import dbt_runner, dbt_tests
from pipelines.lib.dbt_runner import NodeResult
from pipelines.settings import settings
from tests.fixtures.small_project import create_numbers, write_small_project

NOON = datetime(2026, 10, 28, 12, tzinfo=UTC)
SOUND = [("larkspur", "P-1", 100), ("larkspur", "P-2", 200)]
# An amount twice in one program, a partner that is missing
BAD = [*SOUND, ("larkspur", "P-3", 200), ("larkspur", None, 300)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_project(tmp_path_factory.mktemp("dbt"))


@pytest.fixture
def build(tmp_path, monkeypatch, project):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("OPENBOOK_DBT_PROJECT", str(project))

    def of(rows: list[tuple[str, str | None, int]]) -> None:
        settings().warehouse.parent.mkdir(parents=True, exist_ok=True)
        with duckdb.connect(str(settings().warehouse)) as con:
            create_numbers(con)
            con.executemany("insert into raw.numbers values (?, ?, ?, 'EUR')", rows)
        assert not [node for node in dbt_runner.build_models(NOON) if node.is_bad]

    return of


def said(results: list[NodeResult]) -> dict[str, tuple[str, int, str, str]]:
    return {n.unique_id: (n.status, n.failures, n.subject, n.test_kind) for n in results}


@pytest.mark.parametrize("rows", [SOUND, BAD], ids=["sound", "bad"])
def test_both_ways_give_the_same_answers(build, rows):
    build(rows)
    ours = said(dbt_tests.run_tests(NOON))
    assert ours == said(dbt_runner.run_tests(NOON))
    kinds = {kind: (status, failures) for status, failures, _, kind in ours.values()}
    expected = ("pass", 0) if rows is SOUND else ("fail", 1)
    assert kinds["unique_combination"] == kinds["required"] == expected


def test_both_ways_ask_the_same_question(build):
    build(SOUND)
    asked = {n.unique_id: " ".join(n.compiled.split()) for n in dbt_tests.run_tests(NOON)}
    assert asked == {n.unique_id: " ".join(n.compiled.split()) for n in dbt_runner.run_tests(NOON)}


def test_a_test_with_conditions_of_its_own_is_left_to_dbt(project, monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("OPENBOOK_DBT_PROJECT", str(project))
    node = next(n for n in dbt_runner.manifest().nodes.values() if dbt_tests.is_ours(n))
    monkeypatch.setattr(node.config, "severity", "WARN")
    assert not dbt_tests.is_ours(node)


def test_a_table_that_is_not_there_is_an_error_and_not_a_pass(build):
    build(SOUND)
    with duckdb.connect(str(settings().warehouse)) as con:
        con.execute("drop table publish.pub_portal__over")
    found = [n for n in dbt_tests.run_tests(NOON) if n.subject == "publish.pub_portal__over"]
    assert found
    assert all(node.status == "error" and "pub_portal__over" in node.message for node in found)

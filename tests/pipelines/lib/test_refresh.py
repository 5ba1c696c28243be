"""The one way to refresh, over a dbt project of two models: who is published, who keeps what."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from commission_rules.compiler.errors import RuleError, RuleErrors
from data_tests.runner import CheckResult
from pipelines.defs import feeds
from pipelines.defs.publish import history
from pipelines.lib import clock, refresh_inputs
from pipelines.lib.lock import WarehouseBusy, warehouse_lock
from pipelines.lib.refresh import refresh
from pipelines.settings import settings
from tests.fixtures.small_project import create_numbers, write_small_project

NOON = datetime(2026, 10, 28, 12, tzinfo=UTC)


@dataclass
class World:
    """What the outside delivers: rows per program, gate 1's answers, the portal's programs."""

    rows: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    checks: list[CheckResult] = field(default_factory=list)

    def receive(self, con: duckdb.DuckDBPyConnection, **asked: Any) -> Any:
        con.execute("delete from raw.numbers")
        for program, listed in self.rows.items():
            for partner, minor in listed:
                con.execute(
                    "insert into raw.numbers values (?, ?, ?, 'EUR')", [program, partner, minor]
                )
        con.execute("delete from raw.files")
        for program, listed in self.rows.items():
            con.execute("insert into raw.files values (?, ?, 'loaded')", [program, str(listed)])

        class Received:
            files: tuple[Any, ...] = ()
            checks = tuple(self.checks)

        return Received()


def ensure_tables(con: duckdb.DuckDBPyConnection) -> None:
    create_numbers(con)
    for ddl in (
        "files (program_id varchar, file_name varchar, state varchar)",
        "touched_partitions (program_id varchar, event_on date)",
    ):
        con.execute(f"create table if not exists raw.{ddl}")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    return write_small_project(tmp_path_factory.mktemp("dbt"))


@pytest.fixture
def world(tmp_path, monkeypatch, project) -> World:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("OPENBOOK_DBT_PROJECT", str(project))
    clock.stand_still_at(NOON)
    made = World(rows={"larkspur": [("P-1", 100)], "tamarind": [("P-2", 200)]})
    monkeypatch.setattr(feeds, "receive", made.receive, raising=False)
    raw = ModuleType("pipelines.defs.feeds.raw")
    raw.ensure_tables = ensure_tables  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pipelines.defs.feeds.raw", raw)
    monkeypatch.setattr(feeds, "raw", raw, raising=False)
    monkeypatch.setattr(refresh_inputs, "exported_tables", portal_tables)
    monkeypatch.setattr(refresh_inputs, "load_terms", lambda con: "rules-1")
    monkeypatch.setattr(refresh_inputs, "load_ledger", lambda con: 0)
    monkeypatch.setattr("pipelines.lib.refresh_gates.still_blocked", lambda con, programs: [])
    # The suites look at marts, which two models do not have.
    monkeypatch.setattr("data_tests.warehouse.check", lambda con, program: [])
    return made


def portal_tables(as_of: datetime) -> dict[str, pa.Table]:
    return {"portal_programs": pa.table({"program_id": ["larkspur", "tamarind"]})}


def outcomes(result: Any) -> dict[str, str]:
    return {program: found.outcome for program, found in result.programs.items()}


def published_minor(program: str) -> int:
    now = history.current(program)
    assert now is not None
    return now["files"][0]["tables"]["pub_portal__numbers"]["sums"]["amount_minor"]["EUR"]


def test_what_arrived_is_published_for_each_program(world):
    result = refresh()
    assert outcomes(result) == {"larkspur": "published", "tamarind": "published"}
    assert (published_minor("larkspur"), published_minor("tamarind")) == (100, 200)


def test_a_second_refresh_of_the_same_builds_nothing(world):
    first = refresh()
    second = refresh()
    assert not second.built
    assert outcomes(second) == {"larkspur": "unchanged", "tamarind": "unchanged"}
    assert second.programs["larkspur"].digest == first.programs["larkspur"].digest


def test_a_forced_refresh_of_the_same_gives_equal_digests(world):
    first = refresh()
    second = refresh(force=True)
    assert second.built
    assert outcomes(second) == {"larkspur": "unchanged", "tamarind": "unchanged"}
    assert {p: o.digest for p, o in second.programs.items()} == {
        p: o.digest for p, o in first.programs.items()
    }


def test_the_program_that_something_arrived_for_is_published_first(world):
    refresh()
    world.rows["tamarind"] = [("P-2", 300)]
    assert list(refresh().programs) == ["tamarind", "larkspur"]


def test_the_next_hour_builds_again(world):
    refresh()
    clock.stand_still_at(NOON + timedelta(hours=1))
    assert refresh().built


def test_a_row_that_fails_a_dbt_test_holds_its_program_and_no_other(world):
    refresh()
    world.rows = {"larkspur": [("P-1", -5)], "tamarind": [("P-2", 250)]}
    result = refresh()
    assert outcomes(result) == {"larkspur": "blocked", "tamarind": "published"}
    assert (published_minor("larkspur"), published_minor("tamarind")) == (100, 250)
    failed = result.failed_checks("larkspur")
    assert [(check.check_name, check.failed_rows) for check in failed] == [
        ("amount_is_not_negative", 1)
    ]
    assert failed[0].sample[0]["partner_id"] == "P-1"


def test_a_test_whose_rows_name_no_program_is_traced_to_the_tested_table(world):
    world.rows = {"larkspur": [("P-1", 1), ("P-1", 2)], "tamarind": [("P-2", 200)]}
    result = refresh()
    assert outcomes(result) == {"larkspur": "blocked", "tamarind": "published"}
    assert result.failed_checks("larkspur")[0].failed_rows == 2


def test_gate_1_holds_the_program_and_no_other(world):
    refresh()
    world.rows = {"larkspur": [("P-1", 7)], "tamarind": [("P-2", 8)]}
    world.checks = [CheckResult("gate_1", "tamarind", "trades", "lots_are_positive", False, 3)]
    assert outcomes(refresh()) == {"larkspur": "published", "tamarind": "blocked"}
    assert (published_minor("larkspur"), published_minor("tamarind")) == (7, 200)


def test_a_program_that_was_held_is_published_once_it_is_mended(world):
    world.rows["larkspur"] = [("P-1", -5)]
    assert outcomes(refresh())["larkspur"] == "blocked"
    world.rows["larkspur"] = [("P-1", 5)]
    assert outcomes(refresh())["larkspur"] == "published"
    assert published_minor("larkspur") == 5


def test_another_holder_of_the_warehouse_is_named_and_waited_for_a_stated_time(world):
    with warehouse_lock(), pytest.raises(WarehouseBusy, match="held by process"):
        refresh(wait_seconds=0)


def test_after_a_refresh_the_warehouse_can_be_opened_by_another(world):
    refresh()
    duckdb.connect(str(settings().warehouse)).close()


def test_a_crash_before_publishing_is_made_good_by_the_next_refresh(world, monkeypatch):
    def crash(*args: Any, **kwargs: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("pipelines.defs.publish.release.publish", crash)
        with pytest.raises(OSError, match="disk full"):
            refresh()
    assert outcomes(refresh()) == {"larkspur": "published", "tamarind": "published"}


def test_each_step_is_told_as_it_begins_and_ends(world):
    seen = []
    refresh(on_step=seen.append)
    assert [step.name for step in seen if step.seconds is None] == [
        "portal",
        "door and gate 1",
        "rules and ledger",
        "dbt",
        "gate 2",
        "signals",
        "publish",
    ]
    assert len([step for step in seen if step.seconds is not None]) == 7


def test_a_refused_deal_blocks_its_own_program_alone(world, monkeypatch):
    """Regression: one bad deal kept the releases of all programs."""
    refresh()
    world.rows = {"larkspur": [("P-1", 150)], "tamarind": [("P-2", 250)]}
    error = RuleError("deal D-1 of tamarind", 0, "unknown plan", "name one", "tamarind", "D-1")

    def refused(con):
        raise RuleErrors([error], "rules-2")

    monkeypatch.setattr(refresh_inputs, "load_terms", refused)
    result = refresh()
    assert outcomes(result) == {"larkspur": "published", "tamarind": "blocked"}
    assert "unknown plan" in result.programs["tamarind"].reason
    assert (published_minor("larkspur"), published_minor("tamarind")) == (150, 200)

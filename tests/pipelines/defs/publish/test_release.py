"""A release is written whole, named by its content, and pointed to last."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from data_tests.runner import CheckResult
from pipelines.defs.publish import history
from pipelines.defs.publish.release import Manifest, NotPublished, publish
from tests.fixtures.publish_schema import fill_publish_schema

NOON = datetime(2026, 10, 28, 12, tzinfo=UTC)
CHECKS = [CheckResult("gate_2", "larkspur", "commissions.com_lines", "lines add up", True)]


@pytest.fixture
def con(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[duckdb.DuckDBPyConnection]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    connection = duckdb.connect()
    fill_publish_schema(connection, tmp_path / "fixture")
    yield connection
    connection.close()


def released(
    con: duckdb.DuckDBPyConnection, program: str = "larkspur", as_of: datetime = NOON
) -> Manifest:
    return publish(con, program_id=program, as_of=as_of, checks=CHECKS, rules_hash="r1")


def files_of(program: str = "larkspur") -> dict[str, int]:
    found = (history.folder(program) / "files").iterdir()
    return {path.name: path.stat().st_mtime_ns for path in found}


def test_the_pointer_leads_to_a_manifest_whose_files_are_all_there(con):
    made = released(con)
    top = history.folder("larkspur")
    assert os.readlink(top / "current") == f"manifests/{made.digest}.json"
    for entry in made.content["files"]:
        assert (top / entry["path"]).exists()
        assert entry["content_hash"][:16] in entry["path"]


def test_a_serving_file_holds_the_rows_of_its_program_only(con):
    made = released(con)
    serving = next(e for e in made.content["files"] if e["name"] == "serving")
    reader = duckdb.connect(str(history.folder("larkspur") / serving["path"]), read_only=True)
    for table in serving["tables"]:
        programs = reader.execute(f"select distinct program_id from {table}").fetchall()
        assert programs in ([], [("larkspur",)]), table
    assert not [name for name in serving["tables"] if name.startswith("pub_dashboards")]
    reader.close()


def test_the_same_input_gives_the_same_digest_and_writes_nothing(con):
    first = released(con)
    before = files_of()
    second = released(con)
    assert (second.digest, second.is_new) == (first.digest, False)
    assert files_of() == before


def test_the_digest_is_that_of_another_machine_with_rows_in_another_order(
    con, tmp_path, monkeypatch
):
    first = released(con)
    con.execute(
        "create or replace table publish.pub_portal__lines as "
        "select * from publish.pub_portal__lines order by hash(line_id)"
    )
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "elsewhere"))
    assert released(con).digest == first.digest


def test_a_later_moment_with_equal_rows_reuses_every_file(con):
    released(con)
    before = files_of()
    later = released(con, as_of=NOON + timedelta(days=1))
    assert later.is_new
    assert files_of() == before


def test_one_changed_line_costs_its_period_and_what_sums_it(con):
    released(con)
    before = set(files_of())
    con.execute(
        "update publish.pub_portal__lines set file_row = file_row + 1 "
        "where program_id = 'larkspur' and period_id = '2026-09'"
    )
    released(con)
    fresh = set(files_of()) - before
    assert {name.rsplit("-", 1)[0] for name in fresh} == {"pub_portal__lines-2026-09"}


def test_a_new_column_makes_a_new_file_even_without_rows(con):
    """Regression: an empty table's file kept its old columns."""
    con.execute("delete from publish.pub_portal__changes")
    released(con)
    con.execute("alter table publish.pub_portal__changes add column note varchar")
    made = released(con)
    serving = next(e for e in made.content["files"] if e["name"] == "serving")
    reader = duckdb.connect(str(history.folder("larkspur") / serving["path"]), read_only=True)
    names = [row[0] for row in reader.execute("describe pub_portal__changes").fetchall()]
    reader.close()
    assert "note" in names


def test_rows_that_do_not_add_up_are_never_pointed_to(con):
    first = released(con)
    con.execute(
        "update publish.pub_portal__balances set booked_minor = booked_minor + 1 "
        "where program_id = 'larkspur'"
    )
    with pytest.raises(NotPublished, match="balance_is_the_sum_of_its_entries"):
        released(con)
    now = history.current("larkspur")
    assert now is not None
    assert now["digest"] == first.digest


def test_programs_have_pointers_of_their_own(con):
    lark, tam = released(con), released(con, program="tamarind")
    assert lark.digest != tam.digest
    assert history.current("tamarind")["digest"] == tam.digest


def test_no_amount_in_a_manifest_is_a_float(con):
    def floats(value: object) -> bool:
        if isinstance(value, dict):
            return any(floats(part) for part in value.values())
        if isinstance(value, list):
            return any(floats(part) for part in value)
        return isinstance(value, float)

    assert not floats(released(con).content)

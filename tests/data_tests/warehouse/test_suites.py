"""The suites on the marts: they pass on a sound book and name what is odd in another."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from data_tests.runner import CheckResult
from data_tests.warehouse import check
from tests.dbt_project.statements import warehouse_of_lines as warehouse
from tests.pipelines.defs.ledger.conftest import Book


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """July closed with two partners, August open."""
    folder = tmp_path_factory.mktemp("suites")
    path = folder / "warehouse.duckdb"
    warehouse.warehouse(path)
    book = Book(path, folder / "ledger")
    book.lines(warehouse.line("a", 500), warehouse.line("b", 100, partner_id="P-2", level=1))
    book.build()
    book.close("2026-07")
    book.build("statements", "marts")
    return path


@pytest.fixture
def con(sound: Path, tmp_path: Path) -> duckdb.DuckDBPyConnection:
    """A copy that a test may break."""
    copy = tmp_path / "warehouse.duckdb"
    copy.write_bytes(sound.read_bytes())
    return duckdb.connect(str(copy))


def failed(answers: list[CheckResult]) -> set[tuple[str, str]]:
    return {(answer.subject, answer.check_name) for answer in answers if not answer.passed}


def test_a_sound_book_passes_every_suite(con: duckdb.DuckDBPyConnection) -> None:
    answers = check(con, warehouse.PROGRAM)
    assert failed(answers) == set()
    assert {answer.gate for answer in answers} == {"gate_2"}
    assert {answer.program_id for answer in answers} == {warehouse.PROGRAM}


@pytest.mark.parametrize(
    ("sql", "subject", "check_name"),
    [
        ("update statements.sta_statements set total_minor = total_minor + 1",
         "statements.sta_statements", "off_minor_values_to_be_between"),
        ("update statements.sta_balances set booked_minor = 1, cleared_minor = 1",
         "statements.sta_balances", "off_statements_minor_values_to_be_between"),
        ("update marts.mart_partner_periods set carried_minor = 5",
         "marts.mart_partner_periods", "carried_minor_values_to_be_between"),
        ("update marts.mart_component_periods set state = 'lost'",
         "marts.mart_component_periods", "state_values_to_be_in_set"),
        ("update marts.mart_partner_days set lots = -1",
         "marts.mart_partner_days", "lots_values_to_be_between"),
        ("drop table marts.mart_program_days", "marts.mart_program_days", "table_is_there"),
    ],
)  # fmt: skip
def test_what_is_odd_is_named(
    con: duckdb.DuckDBPyConnection, sql: str, subject: str, check_name: str
) -> None:
    con.execute(sql)
    assert (subject, check_name) in failed(check(con, warehouse.PROGRAM))


def test_a_sample_names_the_partner_and_by_how_much_it_is_off(
    con: duckdb.DuckDBPyConnection,
) -> None:
    con.execute(
        "update statements.sta_balances set booked_minor = booked_minor + 7 "
        "where partner_id = 'P-2'"
    )
    answer = next(
        a for a in check(con, warehouse.PROGRAM) if a.check_name.startswith("off_minor")
        and a.subject == "statements.sta_balances"
    )  # fmt: skip
    assert answer.sample == ({"partner_id": "P-2", "currency_code": "EUR", "off_minor": "7"},)
    assert answer.failed_rows == 1


def test_one_program_s_mistake_is_not_another_s(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("update marts.mart_partner_periods set carried_minor = 5")
    assert failed(check(con, "another")) == set()

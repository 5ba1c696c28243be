"""dbt itself builds statements, marts and publish: contracts hold, data tests pass."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.dbt_project.statements import warehouse_of_lines as warehouse
from tests.fixtures.release_schema import DETAIL, SERVING
from tests.fixtures.warehouse import run_dbt

LAYERS = ("currencies", "staging", "intermediate", "statements", "marts", "publish")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with lines of two levels, built and tested by dbt."""
    path = tmp_path_factory.mktemp("contracts") / "warehouse.duckdb"
    warehouse.warehouse(path)
    warehouse.set_lines(
        path,
        [
            warehouse.line("own", 500, country="ES", account_tail="314", sub1="yt"),
            warehouse.line(
                "above", 100, partner_id="P-2", level=1, country="ES", account_tail="314"
            ),
        ],
    )
    others = (
        "resource_type:unit_test",
        "staging,resource_type:test",
        "intermediate,resource_type:test",
        # these read single types of lines, and lines are put in by hand here
        "int_commission_lines__gathered+,path:models/intermediate",
    )
    run_dbt(
        path, "build", "--select", *LAYERS, "--exclude", *others,
        target_dir=path.parent / "target",
    )  # fmt: skip
    return path


@pytest.mark.parametrize("table", [*SERVING, *DETAIL])
def test_every_published_table_has_the_columns_that_readers_ask_for(
    built: Path, table: str
) -> None:
    wanted = {**SERVING, **DETAIL}[table]
    with duckdb.connect(str(built), read_only=True) as con:
        found = {
            row[0]
            for row in con.execute(
                "select column_name from information_schema.columns "
                "where table_schema = 'publish' and table_name = ?",
                [table],
            ).fetchall()
        }
    assert set(wanted) <= found


def test_no_published_column_is_a_float(built: Path) -> None:
    with duckdb.connect(str(built), read_only=True) as con:
        floats = con.execute(
            "select table_name, column_name from information_schema.columns "
            "where table_schema in ('statements', 'marts', 'publish') "
            "and data_type in ('DOUBLE', 'FLOAT')"
        ).fetchall()
    assert floats == []


def test_an_upline_sees_its_own_pseudonym_and_nothing_else_of_the_client(built: Path) -> None:
    rows = warehouse.ask(
        built,
        "select line_id, client_ref, country, account_tail, sub1 "
        "from publish.pub_portal__lines order by line_id desc",
    )
    own, above = rows
    assert own == {
        "line_id": "own", "client_ref": "C-AA11BB", "country": "ES", "account_tail": "314",
        "sub1": "yt",
    }  # fmt: skip
    assert (above["country"], above["account_tail"], above["sub1"]) == (None, None, None)
    assert above["client_ref"] != own["client_ref"]

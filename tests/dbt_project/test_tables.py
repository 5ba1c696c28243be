"""The tables that tests build are those that the real writers build."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.defs.feeds.raw import ensure_tables
from pipelines.defs.rules import TABLES
from tests.fixtures.warehouse_tables import RAW, TERMS, columns_of


@pytest.fixture(scope="module")
def written() -> dict[str, dict[str, str]]:
    """Columns and types of the tables that feeds are loaded into."""
    con = duckdb.connect()
    ensure_tables(con)
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in con.execute(
        "select table_name, column_name, lower(data_type) from information_schema.columns "
        "where table_schema = 'raw' order by table_name, ordinal_position"
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


@pytest.mark.parametrize("table", [name for name in RAW if not name.startswith(("portal_", "led"))])
def test_a_raw_table_has_the_columns_that_its_writer_gives_it(written, table):
    # the writer may keep more, in any order: models name the columns that they read
    assert columns_of("raw", table).items() <= written[table].items()


@pytest.mark.parametrize("table", list(TERMS))
def test_a_table_of_terms_has_the_columns_that_its_writer_gives_it(table):
    assert columns_of("terms", table) == TABLES[table]

"""An analyst's warehouse equals the product's, which is never opened for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from pipelines.commands.dev import app
from pipelines.defs.feeds import receive
from pipelines.lib import clock
from pipelines.lib.preview.dev import DevRefused, make_dev
from pipelines.lib.warehouse import warehouse_open
from pipelines.settings import settings
from tests.fixtures.warehouse import create_tables
from tests.pipelines.lib.preview.small_world import PLANS, write_facts

NOON = datetime(2026, 10, 28, 12, tzinfo=UTC)
TRADES = """trade_id,account_id,symbol,side,lots,opened_at,closed_at,commission,currency
T-1,70011,EURUSD,buy,0.50,2026-10-05T08:00:00Z,2026-10-05T09:30:00Z,1.75,USD
T-2,70012,XAUUSD,sell,1.25,2026-10-06T08:00:00Z,2026-10-06T09:30:00Z,0.00,USD
"""


@pytest.fixture
def product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder after a file came in: canonical file, portal tables, a warehouse."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("OPENBOOK_PLANS", str(PLANS))
    clock.stand_still_at(NOON)
    landed = tmp_path / "landing" / "forex" / "trades" / "trades.csv"
    landed.parent.mkdir(parents=True)
    landed.write_text(TRADES)
    settings().portal_feed.mkdir()
    with duckdb.connect() as told:
        create_tables(told)
        write_facts(told)
        names = [
            row[0]
            for row in told.execute(
                "select table_name from information_schema.tables "
                r"where table_schema = 'raw' and table_name like 'portal\_%' escape '\'"
            ).fetchall()
        ]
        for name in names:
            table = told.execute(f"from raw.{name}").to_arrow_table()
            pq.write_table(table, settings().portal_feed / f"{name}.parquet")
    with warehouse_open() as con:
        con.execute("create schema raw")
        for name in names:
            source = settings().portal_feed / f"{name}.parquet"
            con.execute(f"create table raw.{name} as from '{source}'")
        received = receive(con, paths=[landed], program_ids=["forex"], now=NOON)
        assert [file.state for file in received.files] == ["loaded"]
    return tmp_path


def trades(path: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute("from raw.trades order by all").fetchall()


def test_it_holds_the_records_and_terms_of_the_product(product: Path):
    made = make_dev("anna")
    assert made.path == product / "dev" / "anna.duckdb"
    assert made.record_count == 2
    assert trades(made.path) == trades(settings().warehouse)
    with duckdb.connect(str(made.path), read_only=True) as con:
        rates = con.execute(
            "select distinct rate from terms.deal_rates where program_id = 'forex' order by 1"
        ).fetchall()
        assert [str(rate) for (rate,) in rates] == ["4.00000000", "5.00000000", "6.00000000"]
        assert con.execute("select count(*) from raw.touched_partitions").fetchone() == (0,)


def test_it_needs_no_product_warehouse(product: Path):
    settings().warehouse.unlink()
    assert make_dev("anna").record_count == 2
    assert not settings().warehouse.exists()


def test_it_works_while_the_product_writes(product: Path):
    with warehouse_open():
        assert make_dev("anna").record_count == 2


def test_making_it_again_replaces_it(product: Path):
    made = make_dev("anna")
    with duckdb.connect(str(made.path)) as con:
        con.execute("create table raw.draft as select 1")
    make_dev("anna")
    with duckdb.connect(str(made.path), read_only=True) as con:
        assert (
            con.execute("select 1 from duckdb_tables() where table_name = 'draft'").fetchall() == []
        )


@pytest.mark.parametrize("name", ["../openbook", "Anna", "raw", ""])
def test_a_name_that_is_none_is_refused(product: Path, name: str):
    with pytest.raises(DevRefused, match="is no name"):
        make_dev(name)


def test_without_portal_tables_it_says_what_writes_them(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with pytest.raises(DevRefused, match="openbook refresh"):
        make_dev("anna")


def test_the_command_prints_what_to_type_next(product: Path):
    done = CliRunner().invoke(app, ["--name", "anna"], catch_exceptions=False)
    assert done.exit_code == 0
    assert f"OPENBOOK_DEV_WAREHOUSE={product}/dev/anna.duckdb dbt build --target dev" in done.output
    assert "2026-10-28T12:00:00" in done.output
    assert "openbook preview" in done.output
    answer = json.loads(
        CliRunner().invoke(app, ["--name", "anna", "--json"], catch_exceptions=False).stdout
    )
    assert (answer["programs"], answer["records"]) == (2, 2)

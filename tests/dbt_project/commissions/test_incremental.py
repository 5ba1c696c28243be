"""An incremental run gives what a full one gives: late, amended, moved and removed facts."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from tests.dbt_project.conftest import MODELS
from tests.fixtures.warehouse import run_dbt
from tests.fixtures.warehouse_program import Program

MODELS_ONLY = ("build", "--exclude-resource-type", "test", "unit_test", "--select", *MODELS)
TABLES = ("com_lines", "com_unpaid_events", "com_line_facts")

CHANGES = """
-- an amendment: other lots
update raw.trades set lots = 3, version_no = 2
where program_id = 'differential' and trade_id = 't1';
-- a trade that moves to another day leaves its partition empty
update raw.trades set closed_at = '2026-03-09 12:00:00'
where program_id = 'no_deal_between' and trade_id = 't1';
-- a removal
update raw.trades set is_removed = true
where program_id = 'duration' and trade_id = 'inside';
-- a late row of activity in a period that was carried on
update raw.activity set payouts = 9000
where program_id = 'carry_full' and activity_on = '2026-01-10';
-- a refund of an old sale
insert into raw.conversions by name
select * replace ('r9' as event_id, 'test:r9' as record_key, 's1' as refunds,
    timestamp '2026-06-01' as occurred_at)
from raw.conversions where program_id = 'refund' and event_id = 'r2';
insert into raw.touched_partitions values
    ('differential', '2026-03-02'), ('no_deal_between', '2026-03-02'),
    ('no_deal_between', '2026-03-09'), ('duration', '2026-08-27'),
    ('carry_full', '2026-01-10'), ('refund', '2026-06-01'),
    ('accounts', '2026-03-02');
"""


@pytest.fixture(scope="module")
def rebuilt(examples, tmp_path_factory):
    """Two warehouses after the same changes: one built incrementally, one from nothing."""
    folders = [tmp_path_factory.mktemp(name) for name in ("touched", "whole")]
    paths = [shutil.copy(examples, folder / examples.name) for folder in folders]
    late = Program("late")
    late.account("a-unknown", "c1")
    for path in paths:
        with duckdb.connect(str(path)) as con:
            con.execute(CHANGES)
            for row in late.rows["raw", "accounts"]:
                row["program_id"] = "accounts"
            late.rows = {("raw", "accounts"): late.rows["raw", "accounts"]}
            late.write(con)
    run_dbt(paths[0], *MODELS_ONLY)
    run_dbt(paths[1], *MODELS_ONLY, "--full-refresh")
    return paths


@pytest.mark.parametrize("table", TABLES)
def test_touched_partitions_give_what_a_full_build_gives(rebuilt, table):
    touched, whole = (rows_of(path, table) for path in rebuilt)
    assert touched
    assert touched == whole


def rows_of(path, table):
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(f"from commissions.{table} order by all").fetchall()


def test_the_changes_arrived(rebuilt):
    with duckdb.connect(str(rebuilt[0]), read_only=True) as con:
        rows = con.execute(
            "select program_id, event_on::varchar, exact_amount from commissions.com_lines "
            "where level = 0 and program_id in ('differential', 'no_deal_between', 'duration') "
            "or event_record_key = 'test:a-unknown' or event_record_key = 'test:s1' "
            "and program_id = 'refund' order by all"
        ).fetchall()
    assert rows == [
        ("accounts", "2026-03-02", 5),
        ("differential", "2026-03-02", 18),
        ("duration", "2026-08-28", 5),
        ("no_deal_between", "2026-03-09", 12),
        ("refund", "2026-03-10", 7),
    ]

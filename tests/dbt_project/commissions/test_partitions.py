"""A late file rewrites the days that it touches and no other; a new day rewrites itself."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.dbt_project.conftest import MODELS
from tests.fixtures.warehouse import create_tables, run_dbt
from tests.fixtures.warehouse_program import Program

BUILD = ("build", "--exclude-resource-type", "test", "unit_test", "--select", *MODELS)
FIRST, DAYS = date(2026, 3, 2), 60
LATE = [FIRST + timedelta(days=n) for n in (3, 17, 44)]
NEW = FIRST + timedelta(days=DAYS)
# A column of each stored model of the trades, and how a row that is left alone is marked in it
MARKED = {
    "intermediate.int_trades__attributed": "lots = lots + 1000",
    "intermediate.int_trades__keyed": "lots = lots + 1000",
    "intermediate.int_lot_amounts__stored": "amount_0 = amount_0 + 100000000",
    "intermediate.int_lot_days__summed": "line_count = line_count + 100000000",
}
IS_MARKED = {
    "intermediate.int_trades__attributed": "lots > 1000",
    "intermediate.int_trades__keyed": "lots > 1000",
    "intermediate.int_lot_amounts__stored": "amount_0 > 50000000",
    "intermediate.int_lot_days__summed": "line_count > 50000000",
}


def program() -> Program:
    """Two levels, a trade on each of 60 days."""
    made = Program("late", currency="USD")
    made.symbol("EURUSD", "majors")
    for partner, parent, rate in (("P0", "P1", 6), ("P1", None, 8)):
        made.partner(partner, parent=parent)
        made.deal(partner, "per_lot", rate=rate, algebra="differential")
    made.client("c1", "P0")
    made.account("a-001", "c1")
    for number in range(DAYS):
        made.trade(f"t{number}", "a-001", 1, f"{FIRST + timedelta(days=number)} 12:00:00")
    return made


@pytest.fixture(scope="module")
def rewritten(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    """The days that a build rewrote after a file with three old days and a new one, by model."""
    path: Path = tmp_path_factory.mktemp("partitions") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as con:
        create_tables(con)
        program().write(con)
    run_dbt(path, *BUILD)
    late = Program("late")
    for number, day in enumerate([*LATE, NEW]):
        late.trade(f"late{number}", "a-001", 2, f"{day} 09:00:00")
    with duckdb.connect(str(path)) as con:
        for model, mark in MARKED.items():
            con.execute(f"update {model} set {mark}")
        late.rows = {("raw", "trades"): late.rows["raw", "trades"]}
        late.write(con)
        for day in [*LATE, NEW]:
            con.execute("insert into raw.touched_partitions values ('late', ?)", [day])
    run_dbt(path, *BUILD)
    with duckdb.connect(str(path)) as con:
        return {
            model: [
                row[0]
                for row in con.execute(
                    f"select distinct event_on from {model} where not ({IS_MARKED[model]}) "
                    "order by 1"
                ).fetchall()
            ]
            for model in MARKED
        }


@pytest.mark.parametrize("model", MARKED)
def test_only_touched_days_are_rewritten(rewritten: dict[str, list[Any]], model: str) -> None:
    assert rewritten[model] == [*LATE, NEW]

"""A late file rewrites the lines of its days and of those whose step, cap or carry it moved."""

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
FIRST, DAYS, LATE = date(2026, 3, 2), 60, (3, 5, 20)
EVENTS, PERIODS = "com_lines__events", "com_lines__periods"


def days(*numbers: int) -> list[date]:
    return [FIRST + timedelta(days=n) for n in numbers]


def _component(program: Program, **more: Any) -> dict[str, Any]:
    terms = program.rows["terms", "deal_components"][0]
    key = {name: terms[name] for name in ("program_id", "deal_id", "component_id", "valid_from")}
    return {**key, **more}


def stepped(name: str, step: int) -> Program:
    """A trade of 1 lot a day for 60 days: 4 a lot, from `step` lots in a month on 5 for all."""
    program = Program(name)
    program.symbol("EURUSD", "majors")
    program.partner("P0")
    program.deal("P0", "per_lot", tier_kind="slab", tier_metric="lots", steps=[(0, 4), (step, 5)])
    program.client("c1", "P0")
    program.account("a1", "c1")
    for number, day in enumerate(days(*range(DAYS))):
        program.trade(f"t{number}", "a1", 1, f"{day} 12:00:00", currency_code="EUR")
    return program


def capped() -> Program:
    """A sale a day of 100 at 10 %, at most 500 for the life of the deal: 50 sales are paid."""
    program = Program("capped")
    program.partner("P0")
    program.deal("P0", "sale_share", rate="0.1")
    program.rows["terms", "deal_caps"].append(
        _component(program, cap_no=1, per="deal", cap_window="life", kind="amount", cap_value=500)
    )
    program.client("c1", "P0")
    for number, day in enumerate(days(*range(DAYS))):
        program.conversion("sale", f"s{number}", "c1", f"{day} 12:00:00", 100)
    return program


def carried() -> Program:
    """A share of three months; the first loses."""
    program = Program("carried")
    program.partner("P0")
    program.deal("P0", "revshare", rate="0.5", base_kind="net_revenue", carry_policy="full")
    program.client("c1", "P0")
    for month, revenue in (("01", 1000), ("02", -100), ("03", 1000), ("04", 1000)):
        program.activity("c1", f"2026-{month}-10", net_revenue=revenue)
    return program


def late(name: str, kind: str, *where: int) -> Program:
    """What comes later: nothing but its records."""
    program = Program(name)
    for number, day in enumerate(days(*where)):
        if kind == "trades":
            program.trade(f"late{number}", "a1", 1, f"{day} 09:00:00", currency_code="EUR")
        else:
            program.conversion("sale", f"late{number}", "c1", f"{day} 09:00:00", 100)
    return program


@pytest.fixture(scope="module")
def rewritten(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], list[date]]:
    """The days of each program that the second build wrote again, by table."""
    path: Path = tmp_path_factory.mktemp("moving") / "warehouse.duckdb"
    with duckdb.connect(str(path)) as con:
        create_tables(con)
        for program in (stepped("far", 90), stepped("near", 32), capped(), carried()):
            program.write(con)
    run_dbt(path, *BUILD)
    with duckdb.connect(str(path)) as con:
        for name, kind, where in (
            ("far", "trades", LATE),
            ("near", "trades", LATE),
            ("capped", "conversions", LATE),
        ):
            program = late(name, kind, *where)
            program.rows = {("raw", kind): program.rows["raw", kind]}
            program.write(con)
            for day in days(*where):
                con.execute("insert into raw.touched_partitions values (?, ?)", [name, day])
        con.execute(
            "update raw.activity set net_revenue = -1500 "
            "where program_id = 'carried' and activity_on = '2026-02-10'"
        )
        con.execute("insert into raw.touched_partitions values ('carried', '2026-02-10')")
    run_dbt(path, *BUILD)
    with duckdb.connect(str(path)) as con:
        found: dict[tuple[str, str], list[date]] = {}
        for table in (EVENTS, PERIODS):
            for program_id, day in con.execute(
                f"select program_id, event_on from raw.rewritten_{table} order by all"
            ).fetchall():
                found.setdefault((table, program_id), []).append(day)
        return found


def test_late_trades_that_reach_no_step_move_their_own_days_alone(
    rewritten: dict[tuple[str, str], list[date]],
) -> None:
    assert rewritten[EVENTS, "far"] == days(*LATE)


def test_a_step_that_late_trades_reach_moves_the_lines_of_its_period(
    rewritten: dict[tuple[str, str], list[date]],
) -> None:
    """30 lots of March become 33, at or above 32; April has its 30 as before."""
    assert rewritten[EVENTS, "near"] == days(*range(30))


def test_a_cap_that_is_used_up_earlier_moves_the_lines_it_cuts(
    rewritten: dict[tuple[str, str], list[date]],
) -> None:
    """Three more sales are paid, so the 48th to the 50th of before are not."""
    assert rewritten[EVENTS, "capped"] == days(*LATE, 47, 48, 49)


def test_a_loss_grown_late_moves_the_periods_that_use_it_up(
    rewritten: dict[tuple[str, str], list[date]],
) -> None:
    """February's loss takes March whole and half of April; January stays."""
    assert rewritten[PERIODS, "carried"] == [
        date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]  # fmt: skip

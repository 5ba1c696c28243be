"""The effect of a deal on real facts: a small tree in a warehouse file, and the real models.

One partner under another on `ib_standard` with differential levels: what the lower one gains for
its clients' lots, the one above loses.
"""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from commission_rules.schema.scenario.reading import Source, validated
from pipelines.lib.effects import effect_of, facts, run
from pipelines.lib.scenarios.stage import stage
from pipelines.lib.scenarios.warehouse import Memory
from pipelines.settings import settings

PROGRAM = "s0001"
NOW = datetime(2026, 4, 10)  # noqa: DTZ001 - the warehouse keeps UTC without a zone
MAJORS = "components.rebate.rate_per_lot[symbol_group=majors]"
SCENARIO = {
    "name": "a tree of two",
    "plans": {"own": "larkspur/ib_standard"},
    "partners": [
        {"id": "top", "plan": "own", "overrides": {MAJORS: "9.00"}},
        {"id": "low", "plan": "own", "parent": "top"},
        {"id": "other", "plan": "own"},
    ],
    "facts": [
        "100 lots of EURUSD in 2026-02 by c1 of low",
        "10 lots of EURUSD in 2026-03 by c1 of low",
        "50 lots of EURUSD in 2026-03 by c2 of other",
    ],
    "expect": [{"partner": "low", "amount": "0"}],
}


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file as a build leaves it, with February and March closed, and the plans beside it."""
    folder = tmp_path_factory.mktemp("effect")
    staged, errors = stage(validated(SCENARIO, Source("a tree of two", "")), PROGRAM)
    assert staged, errors
    memory = Memory()
    memory.fill([staged.rows(NOW, {})])
    memory.build_lines(NOW)
    con = memory.con
    con.execute(f"attach '{folder / 'openbook.duckdb'}' as kept")
    tables = con.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'warehouse' "
        "and (schema_name in ('raw', 'terms') or table_name = 'int_attributions__resolved')"
    ).fetchall()
    for schema, table in tables:
        con.execute(f"create schema if not exists kept.{schema}")
        con.execute(f"create table kept.{schema}.{table} as from warehouse.{schema}.{table}")
    if ("intermediate", "int_attributions__resolved") not in tables:
        con.execute("create schema kept.intermediate")
        con.execute(
            "create table kept.intermediate.int_attributions__resolved as "
            "from warehouse.intermediate.int_attributions__resolved"
        )
    con.execute(
        "update kept.raw.portal_periods set closed_at = ends_on + 2 "
        "where ends_on < date '2026-04-01'"
    )
    con.execute("detach kept")
    plans = folder / "plans" / PROGRAM
    shutil.copytree(settings().plans / "larkspur", plans)
    (plans / "ib_standard.yaml").rename(plans / "own.yaml")
    return folder


@pytest.fixture
def asked(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A question about `low`, answered from that file."""
    here = SimpleNamespace(warehouse=warehouse / "openbook.duckdb", plans=warehouse / "plans")
    monkeypatch.setattr(facts, "settings", lambda: here)
    monkeypatch.setattr(run, "settings", lambda: here)
    monkeypatch.setattr(facts, "warehouse_lock", lambda seconds: nullcontext())
    monkeypatch.setattr(run, "_moment", lambda: NOW)
    return {
        "partner_id": "low", "deal_id": "D-low", "plan_id": "own", "overrides": {MAJORS: "8.00"},
        "brand": "", "currency_code": "USD", "calendar_id": "month", "is_end": False,
        "valid_from": "2026-04-01",
    }  # fmt: skip


def moved(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(r["partner_id"], r["period_id"], r["difference"]) for r in answer["rows"]]


def test_what_the_lower_one_gains_the_one_above_loses(asked: dict[str, Any]) -> None:
    """8.00 instead of 6.00 on 100 and 10 lots; the one above keeps 9.00 less that."""
    answer = effect_of(PROGRAM, asked)
    assert moved(answer) == [
        ("low", "2026-02", "200.00"), ("low", "2026-03", "20.00"),
        ("top", "2026-02", "-200.00"), ("top", "2026-03", "-20.00"),
    ]  # fmt: skip
    assert (answer["totals"], answer["is_back_dated"]) == (
        [{"currency_code": "USD", "difference": "0.00"}], False,
    )  # fmt: skip


def test_back_dated_terms_show_the_periods_that_they_touch(asked: dict[str, Any]) -> None:
    answer = effect_of(PROGRAM, {**asked, "valid_from": "2026-03-01"})
    assert answer["is_back_dated"]
    assert moved(answer) == [("low", "2026-03", "20.00"), ("top", "2026-03", "-20.00")]


def test_an_end_takes_away_what_the_deal_earned(
    asked: dict[str, Any],
) -> None:
    answer = effect_of(PROGRAM, {**asked, "is_end": True, "plan_id": "", "overrides": {}})
    lost = [row for row in moved(answer) if row[0] == "low"]
    assert lost == [("low", "2026-02", "-600.00"), ("low", "2026-03", "-60.00")]


def test_terms_outside_of_the_plan_are_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(run.Refused, match="is outside of 1"):
        effect_of(PROGRAM, {**asked, "overrides": {MAJORS: "90.00"}})


def test_a_partner_that_the_warehouse_lacks_has_no_facts(asked: dict[str, Any]) -> None:
    with pytest.raises(facts.NoFacts):
        effect_of(PROGRAM, {**asked, "partner_id": "nobody"})

"""Terms are replaced whole, but for programs that keep theirs."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from pipelines.defs.rules import load


def plan_of(program_id: str, version_no: int) -> dict[str, object]:
    return {"program_id": program_id, "plan_id": "p", "version_no": version_no}


def test_a_program_whose_deals_are_refused_keeps_its_terms() -> None:
    con = duckdb.connect()
    load(con, {"plan_versions": [plan_of("alpha", 1), plan_of("beta", 1)]}, keep={"beta"})
    load(con, {"plan_versions": [plan_of("alpha", 2)]}, keep={"beta"})
    found = con.execute("select program_id, version_no from terms.plan_versions order by all")
    assert found.fetchall() == [("alpha", 2), ("beta", 1)]
    load(con, {"plan_versions": [plan_of("alpha", 2)]})
    found = con.execute("select program_id, version_no from terms.plan_versions order by all")
    assert found.fetchall() == [("alpha", 2)]


def test_two_rows_with_one_key_are_refused() -> None:
    """Regression: a component twice under one key multiplied its lines without a word."""
    con = duckdb.connect()
    row = {
        "program_id": "alpha",
        "deal_id": "D",
        "component_id": "x",
        "valid_from": date(2026, 1, 1),
    }
    load(
        con, {"deal_components": [row], "deal_rates": [{**row, "row_no": 1}, {**row, "row_no": 2}]}
    )
    with pytest.raises(ValueError, match=r"deal_components has two rows .* component_id x"):
        load(con, {"deal_components": [row, row]})
    assert con.execute("select count(*) from terms.deal_components").fetchone() == (1,)

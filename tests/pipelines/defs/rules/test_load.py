"""Terms are replaced whole, but for programs that keep theirs."""

from __future__ import annotations

import duckdb

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

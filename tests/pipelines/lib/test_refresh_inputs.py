"""Which days a refresh rebuilds, and which terms it takes."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from commission_rules.compiler import RuleErrors
from pipelines.lib.refresh_inputs import load_terms, touch_first_days
from tests.commission_rules.compiler.test_in_force import FIRST
from tests.fixtures.warehouse import create_tables, insert


@pytest.mark.parametrize(
    ("late_events", "touched", "days"),
    [
        ("current_period", ["2026-03-09"], ["2026-03-01", "2026-03-09", "2026-04-01"]),
        ("restate", ["2026-03-09"], ["2026-03-09"]),
        ("current_period", [], []),
    ],
)
def test_late_events_of_the_current_period_touch_first_days(
    late_events: str, touched: list[str], days: list[str]
) -> None:
    con = duckdb.connect()
    create_tables(con)
    program = {"program_id": "larkspur"}
    insert(con, "raw", "portal_periods", [
        {**program, "period_id": first[:7], "starts_on": first}
        for first in ("2026-03-01", "2026-04-01")
    ])  # fmt: skip
    insert(con, "terms", "deal_versions", [{**program, "late_events": late_events}])
    insert(con, "raw", "touched_partitions", [{**program, "event_on": day} for day in touched])
    touch_first_days(con)
    found = con.execute("select event_on::varchar from raw.touched_partitions order by 1")
    assert [row[0] for row in found.fetchall()] == days


def test_a_data_folder_without_terms_has_no_first_days() -> None:
    touch_first_days(duckdb.connect())


def test_an_edit_of_a_version_in_force_refuses_its_program_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refused program keeps the terms that it had; the other one's new version holds."""
    monkeypatch.setenv("OPENBOOK_PLANS", str(tmp_path))
    for program in ("alpha", "beta"):
        (tmp_path / program).mkdir()
        (tmp_path / program / "lots.yaml").write_text(FIRST, encoding="utf-8")
    con = duckdb.connect()
    con.execute("create schema raw")
    con.execute("create table raw.portal_deals (program_id varchar)")
    load_terms(con)
    (tmp_path / "alpha" / "lots.yaml").write_text(FIRST.replace("5.00", "5.50"), encoding="utf-8")
    more = FIRST + FIRST[FIRST.index("  - valid_from") :].replace("2025-12", "2026-01")
    (tmp_path / "beta" / "lots.yaml").write_text(more, encoding="utf-8")
    with pytest.raises(RuleErrors, match=r"alpha/lots\.yaml:10: version 1 was") as refused:
        load_terms(con)
    assert refused.value.rules_hash
    found = con.execute(
        "select program_id, count(*), any_value(source_text) like '%5.00%' "
        "from terms.plan_versions group by 1 order by 1"
    ).fetchall()
    assert found == [("alpha", 1, True), ("beta", 2, True)]

"""Which days a refresh rebuilds."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.lib.refresh_inputs import touch_first_days
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

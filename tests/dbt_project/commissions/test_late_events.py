"""`late_events: current_period`: where a record counts that came after its period was closed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dbt_project.commissions.told import told
from tests.fixtures.warehouse_program import Program

BEFORE, AFTER = "2026-04-01 09:00:00", "2026-04-15 12:00:00"
CLOSED = "2026-04-10 06:00:00"


def program(late_events: str = "current_period", **deal: Any) -> Program:
    """March is closed on 10 April; a share of 10 % of every sale."""
    found = Program("late")
    for partner in ("P0", "P1"):
        found.partner(partner)
        found.deal(partner, "sale_share", rate="0.10", **deal)
    found.rows["terms", "deal_versions"][0]["late_events"] = late_events
    found.client("c1", "P0")
    close(found, "2026-03", CLOSED)
    return found


def close(found: Program, period_id: str, at: str) -> None:
    found._add("raw", "portal_ledger_heads", calendar_id="month", period_id=period_id,
               segment_sha256=period_id, row_count=0, booked_at=at, booked_by="test")  # fmt: skip


def sale(found: Program, name: str, at: str, recorded_at: str, **more: Any) -> None:
    found.conversion("sale", name, "c1", at, 100, recorded_at=recorded_at, **more)


@pytest.mark.parametrize(
    ("late_events", "recorded_at", "day"),
    [
        ("current_period", AFTER, "2026-04-01"),
        ("current_period", BEFORE, "2026-03-09"),
        ("restate", AFTER, "2026-03-09"),
    ],
)
def test_a_late_record_counts_on_the_open_period_s_first_day(
    late_events: str, recorded_at: str, day: str
):
    given = program(late_events)
    sale(given, "s", "2026-03-09 10:00:00", recorded_at)
    assert told(given).lines("event_on::varchar", "period_id") == [(day, day[:7])]


def test_it_stays_where_it_counts_when_that_period_closes():
    given = program()
    sale(given, "s", "2026-03-09 10:00:00", AFTER)
    close(given, "2026-04", "2026-05-10 06:00:00")
    assert told(given).lines("event_on::varchar") == [("2026-04-01",)]


def test_a_record_of_the_open_period_keeps_its_day():
    given = program()
    sale(given, "s", "2026-04-09 10:00:00", AFTER)
    assert told(given).lines("event_on::varchar") == [("2026-04-09",)]


def test_an_amendment_restates_the_period_where_the_record_counts():
    """First delivered before the close, amended after it: March; else where it was moved to."""
    given = program()
    sale(given, "early", "2026-03-09 10:00:00", AFTER)
    given.rows["raw", "conversions"][-1]["first_recorded_at"] = BEFORE
    sale(given, "late", "2026-03-09 10:00:00", "2026-05-20 12:00:00")
    given.rows["raw", "conversions"][-1]["first_recorded_at"] = AFTER
    close(given, "2026-04", "2026-05-10 06:00:00")
    assert told(given).amounts("event_record_key", "period_id") == {
        ("test:early", "2026-03"): 10, ("test:late", "2026-04"): 10,
    }  # fmt: skip


def test_it_counts_in_every_respect_as_of_that_day():
    """The client has moved by then, and the rate of the day is another one."""
    given = program()
    given.client("c1", "P1", since="2026-04-01")
    given.rate("2026-03-08", "USD", "1.00")
    given.rate("2026-03-31", "USD", "2.00")
    sale(given, "s", "2026-03-09 10:00:00", AFTER, currency_code="USD")
    assert told(given).amounts("partner_id") == {"P1": 5}


def test_the_plan_of_the_partner_of_the_real_day_decides():
    given = program("restate")
    given.rows["terms", "deal_versions"][1]["late_events"] = "current_period"
    given.client("c1", "P1", since="2026-04-01")
    sale(given, "s", "2026-03-09 10:00:00", AFTER)
    assert told(given).lines("partner_id", "event_on::varchar") == [("P0", "2026-03-09")]


def test_activity_and_trades_are_moved_too():
    given = Program("late")
    given.partner("P0")
    given.deal("P0", "per_lot", component_id="lots", rate=5, deal_id="D")
    given.deal("P0", "revshare", component_id="share", rate="0.1", deal_id="D", position=2,
               base_kind="ngr", carry_policy="none", carry_level="base",
               carry_scope="deal")  # fmt: skip
    given.rows["terms", "deal_versions"][0]["late_events"] = "current_period"
    given.client("c1", "P0")
    given.symbol("EURUSD")
    given.account("a1", "c1")
    close(given, "2026-03", CLOSED)
    given.trade("t", "a1", 2, "2026-03-09 10:00:00", recorded_at=AFTER)
    given.activity("c1", "2026-03-09", stakes=100, recorded_at=AFTER)
    paid = told(given).amounts("component_id", "event_on::varchar", where="exact_amount <> 0")
    assert paid == {
        ("lots", "2026-04-01"): 10, ("share", "2026-04-30"): 10,
    }  # fmt: skip

"""Closes, differences and late events give the numbers of COMMISSIONS."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from tests.oracle.engine import compute
from tests.oracle.ledger import Ledger
from tests.oracle.story import NOW, Story, lot, share, steps

DIGITS = {"EUR": 2, "USD": 2}


def test_a_late_200_moves_225() -> None:
    """March closed at base 3900 (390.00); a late +200 makes 615.00."""
    tiers = {"kind": "slab", "metric": "base", "steps": steps(("0", "0.10"), ("4000", "0.15"))}
    story = Story()
    story.plan("plan", share(tiers=tiers))
    story.tree("P0")
    story.activity("c1", "2026-03-05", stakes=3900)
    ledger = Ledger("month")
    for month in ("2026-01", "2026-02", "2026-03"):
        ledger.close(month, story.lines(), DIGITS)
    assert [entry.minor for entry in ledger.entries] == [39000]
    story.activity("c1", "2026-03-06", stakes=200)
    assert [(x.origin, x.minor) for x in ledger.differences(story.lines(), DIGITS)] == [
        ("2026-03", 22500)
    ]
    ledger.close("2026-04", story.lines(), DIGITS)
    ledger.close("2026-04", story.lines(), DIGITS)
    assert [(x.kind, x.period, x.minor) for x in ledger.entries] == [
        ("line", "2026-03", 39000), ("difference", "2026-04", 22500),
    ]  # fmt: skip


def test_a_late_event_counts_in_the_open_period_where_the_plan_says_so() -> None:
    for late, period in (("restate", "2026-03"), ("current_period", "2026-04")):
        story = Story(currency="USD")
        story.plan("plan", lot("5"), late_events=late)
        story.tree("P0")
        story.account("a1", "c1")
        story.trade("t1", "a1", 1, "2026-03-09 10:00:00", first_recorded_at="2026-04-09 10:00:00")
        rows = story.facts()
        rows["plan", "closes"] = [
            {"calendar_id": "month", "period_id": f"2026-0{month}",
             "booked_at": datetime.fromisoformat(f"2026-0{month + 1}-02T09:00:00")}
            for month in (1, 2, 3)
        ]  # fmt: skip
        found = [(line.period_id, line.exact) for line in compute(rows, NOW).lines]
        assert found == [(period, Decimal(5))]


def test_locked_lines_are_not_booked() -> None:
    gate = {"metric": "active_clients", "at_least": "2"}
    story = Story()
    story.plan("plan", share(share="0.25", gate=gate))
    story.tree("P0")
    story.activity("c1", "2026-01-05", stakes=100)
    ledger = Ledger("month")
    ledger.close("2026-01", story.lines(), DIGITS)
    assert ledger.entries == []

"""Periods close by themselves once they are over in their program's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pipelines.defs.ledger.jobs import last_day, periods_over


@pytest.mark.parametrize(
    ("period_id", "expected"),
    [
        ("2026-10", date(2026, 10, 31)),
        ("2026-12", date(2026, 12, 31)),
        ("2028-02", date(2028, 2, 29)),
        ("2026-10a", date(2026, 10, 15)),
        ("2026-02b", date(2026, 2, 28)),
        ("2026-W40", date(2026, 10, 4)),
    ],
)
def test_the_last_day_follows_from_the_periods_name(period_id, expected):
    assert last_day(period_id) == expected


def program(zone: str) -> dict:
    return {"program_id": "larkspur", "time_zone": zone, "calendars": {"month": "2026-09"}}


def test_a_period_is_over_by_the_programs_own_midnight():
    moment = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
    assert list(periods_over([program("UTC")], moment)) == []
    assert list(periods_over([program("Europe/Berlin")], moment)) == [
        ("larkspur", "month", "2026-09")
    ]


def test_a_calendar_without_an_open_period_is_left_alone():
    closed = {**program("UTC"), "calendars": {"month": None}}
    assert list(periods_over([closed], datetime(2027, 1, 1, tzinfo=UTC))) == []

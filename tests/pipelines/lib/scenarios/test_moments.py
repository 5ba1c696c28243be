"""Days, clocks and periods of a scenario."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pipelines.lib.scenarios.moments import last_of, period_id, periods, span_of, utc

NEW_YORK = ZoneInfo("America/New_York")


def test_a_bare_day_is_noon_and_a_time_is_the_programs() -> None:
    assert str(utc(date(2026, 3, 5), NEW_YORK)) == "2026-03-05 17:00:00"
    clock = datetime.fromisoformat("2026-07-05T18:00:00")
    assert str(utc(clock, NEW_YORK)) == "2026-07-05 22:00:00"
    exact = datetime.fromisoformat("2026-03-05T18:00:00+02:00")
    assert str(utc(exact, NEW_YORK)) == "2026-03-05 16:00:00"


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2026-03a", "2026-03-01", "2026-03-15"),
        ("2026-03b", "2026-03-16", "2026-03-31"),
        ("2026-W01", "2025-12-29", "2026-01-04"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
    ],
)
def test_a_period_has_its_days(period: str, first: str, last: str) -> None:
    assert [str(day) for day in span_of(period)] == [first, last]
    calendar = "week" if "W" in period else "half_month" if period[-1] in "ab" else "month"
    assert period_id(calendar, date.fromisoformat(last)) == period
    assert str(last_of(calendar, date.fromisoformat(first))) == last


def test_periods_cover_the_days_without_a_gap() -> None:
    found = [row for row in periods(date(2026, 1, 20), date(2026, 3, 2))]
    months = [row["period_id"] for row in found if row["calendar_id"] == "month"]
    halves = [row["period_id"] for row in found if row["calendar_id"] == "half_month"]
    assert months == ["2026-01", "2026-02", "2026-03"]
    assert halves == ["2026-01b", "2026-02a", "2026-02b", "2026-03a"]
    assert [row["period_no"] for row in found if row["calendar_id"] == "month"] == [1, 2, 3]

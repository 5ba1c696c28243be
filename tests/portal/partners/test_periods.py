"""Periods: ids, days and order in each calendar."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from portal.partners.periods import (
    PeriodError,
    period_after,
    period_get,
    period_named,
    period_of,
    periods_between,
)


@pytest.mark.parametrize(
    ("calendar", "day", "period", "first", "last"),
    [
        ("month", date(2024, 2, 29), "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("week", date(2026, 1, 1), "2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("week", date(2027, 1, 1), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("half_month", date(2026, 2, 15), "2026-02a", date(2026, 2, 1), date(2026, 2, 15)),
        ("half_month", date(2026, 2, 16), "2026-02b", date(2026, 2, 16), date(2026, 2, 28)),
    ],
)
def test_a_day_lies_in_one_period(
    calendar: str, day: date, period: str, first: date, last: date
) -> None:
    found = period_of(calendar, day)
    assert (found.period_id, found.starts_on, found.ends_on) == (period, first, last)
    assert period_get(calendar, period) == found == period_named(period)


@pytest.mark.parametrize("calendar", ["month", "week", "half_month"])
def test_periods_follow_without_gap_and_sort_as_text(calendar: str) -> None:
    found = list(periods_between(period_of(calendar, date(2025, 11, 3)), date(2027, 2, 1)))
    for before, after in itertools.pairwise(found):
        assert (after.starts_on - before.ends_on).days == 1
        assert period_after(before) == after
    assert [p.period_id for p in found] == sorted(p.period_id for p in found)
    assert found[-1].starts_on <= date(2027, 2, 1) <= found[-1].ends_on


@pytest.mark.parametrize(
    ("calendar", "period"),
    [("month", "2026-13"), ("month", "2026-W01"), ("week", "2025-W53"), ("year", "2026")],
)
def test_a_period_that_is_none_says_what_one_looks_like(calendar: str, period: str) -> None:
    with pytest.raises(PeriodError):
        period_get(calendar, period)

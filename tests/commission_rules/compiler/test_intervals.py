"""On each date the version recorded last rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commission_rules.compiler.intervals import Dated, effective, gaps, is_first_of_period
from commission_rules.schema.plan import FOREVER


def dated(first: str, last: str, recorded: str, name: str) -> Dated[str]:
    return Dated(
        date.fromisoformat(first), date.fromisoformat(last), (date.fromisoformat(recorded),), name
    )


def test_a_correction_rules_its_days_and_the_older_version_goes_on_behind_it() -> None:
    found = effective(
        [
            dated("2026-03-01", "9999-12-31", "2026-02-20", "five"),
            dated("2026-03-01", "2026-03-15", "2026-04-10", "six"),
        ]
    )
    assert [(item.thing, item.first, item.last) for item in found] == [
        ("six", date(2026, 3, 1), date(2026, 3, 15)),
        ("five", date(2026, 3, 16), FOREVER),
    ]


def test_a_successor_ends_an_open_version_on_the_day_before() -> None:
    found = effective(
        [
            dated("2026-01-01", "9999-12-31", "2025-12-01", "old"),
            dated("2026-04-01", "9999-12-31", "2026-03-01", "new"),
        ]
    )
    assert [(item.thing, item.last) for item in found] == [
        ("old", date(2026, 3, 31)),
        ("new", FOREVER),
    ]


def test_a_day_without_a_version_is_a_gap() -> None:
    found = effective(
        [
            dated("2026-01-01", "2026-01-31", "2025-12-01", "a"),
            dated("2026-02-02", "9999-12-31", "2025-12-01", "b"),
        ]
    )
    assert gaps(found) == [(date(2026, 2, 1), date(2026, 2, 1))]


@pytest.mark.parametrize(
    ("calendar", "day", "is_first"),
    [
        ("month", "2026-03-01", True),
        ("month", "2026-03-16", False),
        ("half_month", "2026-03-16", True),
        ("half_month", "2026-03-15", False),
        ("week", "2026-03-02", True),
        ("week", "2026-03-01", False),
    ],
)
def test_a_period_begins_on_its_first_day(calendar: str, day: str, is_first: bool) -> None:
    assert is_first_of_period(calendar, date.fromisoformat(day)) is is_first


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=6))
def test_each_day_is_ruled_by_the_last_recorded_of_those_that_cover_it(
    spans: list[tuple[int, int]],
) -> None:
    start = date(2026, 1, 1)
    items = [
        Dated(start + timedelta(min(span)), start + timedelta(max(span)), (number,), number)
        for number, span in enumerate(spans)
    ]
    found = effective(items)
    for offset in range(-1, 42):
        day = start + timedelta(offset)
        covering = [item.thing for item in items if item.first <= day <= item.last]
        ruling = [item.thing for item in found if item.first <= day <= item.last]
        assert ruling == ([max(covering)] if covering else [])

"""Days, clocks and periods of a scenario's program."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

CALENDARS = ("month", "week", "half_month")
NOON, EVENING, MORNING = time(12), time(18), time(6)
LAST = time(23, 59, 59, 999999)


def utc(moment: date | datetime, zone: ZoneInfo, clock: time = NOON) -> datetime:
    """UTC without a zone. A bare day is taken at `clock` of the program; a time without an offset
    is the program's."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, clock)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC).replace(tzinfo=None)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day of a UTC moment in the program's zone."""
    return moment.replace(tzinfo=UTC).astimezone(zone).date()


def first_of(calendar_id: str, day: date) -> date:
    """The first day of the period that holds `day`."""
    if calendar_id == "week":
        return day - timedelta(days=day.isoweekday() - 1)
    half = 16 if calendar_id == "half_month" and day.day >= 16 else 1
    return day.replace(day=half)


def last_of(calendar_id: str, day: date) -> date:
    """The last day of the period that holds `day`."""
    first = first_of(calendar_id, day)
    if calendar_id == "week":
        return first + timedelta(days=6)
    if calendar_id == "half_month" and first.day == 1:
        return first.replace(day=15)
    return (first.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def period_id(calendar_id: str, day: date) -> str:
    """`2026-03`, `2026-W10`, `2026-03a`."""
    first = first_of(calendar_id, day)
    if calendar_id == "week":
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02}"
    half = "" if calendar_id == "month" else "a" if first.day == 1 else "b"
    return f"{first:%Y-%m}{half}"


def span_of(period: str) -> tuple[date, date]:
    """First and last day of a period by its id. Raises ValueError when there is no such period."""
    if "W" in period:
        year, week = period.split("-W")
        first, calendar_id = date.fromisocalendar(int(year), int(week), 1), "week"
    elif period[-1] in "ab":
        first = date.fromisoformat(f"{period[:7]}-{'01' if period[-1] == 'a' else '16'}")
        calendar_id = "half_month"
    else:
        first, calendar_id = date.fromisoformat(f"{period}-01"), "month"
    return first, last_of(calendar_id, first)


def periods(first: date, last: date) -> list[dict[str, Any]]:
    """Rows of `portal_periods`, without a program, that cover the days in every calendar."""
    found = []
    for calendar_id in CALENDARS:
        start, number = first_of(calendar_id, first), 1
        while start <= last:
            end = last_of(calendar_id, start)
            found.append({
                "calendar_id": calendar_id, "period_id": period_id(calendar_id, start),
                "starts_on": start, "ends_on": end, "period_no": number, "is_open": False,
            })  # fmt: skip
            start, number = end + timedelta(days=1), number + 1
    return found

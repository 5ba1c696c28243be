"""The small things of a random program: days, moments and numbers near the borders that matter."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
BORDERS = tuple(
    date.fromisoformat(day)
    for day in (
        "2026-01-02", "2026-01-15", "2026-01-16", "2026-01-31", "2026-02-01", "2026-02-28",
        "2026-03-01", "2026-03-08", "2026-03-15", "2026-03-16", "2026-03-29", "2026-03-31",
        "2026-04-01", "2026-04-30", "2026-05-06", "2026-05-31",
    )
)  # fmt: skip
HOURS = (time(0, 0), time(0, 30), time(2, 30), time(12, 0), time(23, 30), time(23, 59, 59))
SHARES = ("0.05", "0.10", "0.125", "0.25", "0.3333", "0.40")


def a_day(dice: Random) -> date:
    if dice.random() < 0.4:
        return dice.choice(BORDERS)
    return date(2026, 1, 2) + timedelta(days=dice.randint(0, 149))


def a_start(dice: Random, calendar: str = "month") -> date:
    """The first day of a period of a calendar."""
    month = date(2026, dice.randint(1, 5), 1)
    if calendar == "week":
        return month + timedelta(days=-month.weekday() % 7)
    return month.replace(day=dice.choice([1, 16])) if calendar == "half_month" else month


def a_moment(dice: Random, zone: str, day: date) -> datetime:
    """A UTC moment without a zone, often at the edge of the program's own day."""
    local = datetime.combine(day, dice.choice(HOURS), tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


def a_number(dice: Random, low: int, high: int, places: int = 2) -> str:
    """A quoted decimal between two whole numbers; round ones are frequent."""
    scale = 10**places
    number = dice.randint(low * scale, high * scale)
    if dice.random() < 0.3:
        number = dice.randint(low, high) * scale
    sign = "-" if number < 0 else ""
    whole, rest = divmod(abs(number), scale)
    return f"{sign}{whole}.{rest:0{places}}" if places else f"{sign}{whole}"

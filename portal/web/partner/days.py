"""Days of a period: which is today for a program, running totals, shares that add to 100."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Running:
    """A day's amount and the total up to it, in minor units."""

    day: date
    minor: int
    total: int


def today_in(as_of: datetime, time_zone: str) -> date:
    """The day in the program's zone at a moment."""
    return as_of.astimezone(ZoneInfo(time_zone)).date()


def days_between(first: date, last: date) -> list[date]:
    """Both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def running(amounts: Mapping[date, int], first: date, last: date, until: date) -> list[Running]:
    """Running totals from `first` to `until`. What is dated after `until` but not after `last`
    (a period component stands on its period's last day) is counted on `until`: it is earned so far.
    """
    end = min(last, until)
    found, total = [], 0
    for day in days_between(first, end):
        minor = amounts.get(day, 0)
        if day == end:
            minor += sum(amounts.get(later, 0) for later in days_between(end, last)[1:])
        total += minor
        found.append(Running(day, minor, total))
    return found


def per_mille(values: Iterable[int]) -> list[int]:
    """Shares in thousandths that add to 1000, by largest remainder (all 0 when the sum is 0)."""
    amounts = list(values)
    total = sum(amounts)
    if total == 0:
        return [0] * len(amounts)
    exact = [(amount * 1000 * (1 if total > 0 else -1), abs(total)) for amount in amounts]
    floors = [top // bottom for top, bottom in exact]
    order = sorted(range(len(amounts)), key=lambda i: (-(exact[i][0] % exact[i][1]), i))
    for index in order[: 1000 - sum(floors)]:
        floors[index] += 1
    return floors

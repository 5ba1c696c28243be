"""Dates: which of several dated versions rules on each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Generic, TypeVar

from commission_rules.schema.plan import FOREVER

Thing = TypeVar("Thing")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Dated(Generic[Thing]):
    """Something that is in force from `first` to `last`, both included.

    `order` decides between two that cover the same day: the larger rules.
    """

    first: date
    last: date
    order: tuple[Any, ...]
    thing: Thing


def day_after(day: date) -> date:
    """Return the next day; the day after for ever is for ever."""
    return day if day == FOREVER else day + ONE_DAY


def effective(items: Sequence[Dated[Thing]]) -> list[Dated[Thing]]:
    """Return what rules on each day, as intervals without overlap, in order of time.

    On each date the version recorded last rules (COMMISSIONS, "Plans are dated data").
    Neighbouring intervals of the same item are one.
    """
    starts = {item.first for item in items}
    starts |= {day_after(item.last) for item in items if item.last != FOREVER}
    days = sorted(starts)
    found: list[Dated[Thing]] = []
    for index, first in enumerate(days):
        last = days[index + 1] - ONE_DAY if index + 1 < len(days) else FOREVER
        covering = [item for item in items if item.first <= first <= item.last]
        if not covering:
            continue
        ruling = max(covering, key=lambda item: item.order)
        if found and found[-1].thing is ruling.thing and day_after(found[-1].last) == first:
            since = found.pop().first
            found.append(Dated(since, last, ruling.order, ruling.thing))
        else:
            found.append(Dated(first, last, ruling.order, ruling.thing))
    return found


def gaps(intervals: Sequence[Dated[Thing]]) -> list[tuple[date, date]]:
    """Return the days between intervals (in order of time) that nothing covers."""
    return [
        (day_after(before.last), after.first - ONE_DAY)
        for before, after in pairwise(intervals)
        if day_after(before.last) < after.first
    ]


def is_first_of_period(calendar: str, day: date) -> bool:
    """Tell whether `day` begins a period of the calendar (COMMISSIONS, "Words": period)."""
    if calendar == "week":
        return day.isoweekday() == 1
    if calendar == "half_month":
        return day.day in (1, 16)
    return day.day == 1

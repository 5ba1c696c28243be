"""Periods of a calendar: ids, first and last days, what comes next. Pure; no database.

Ids (docs/reference/tables.md, 3): `2026-10` a month, `2026-W40` an ISO week, `2026-10a` and
`2026-10b` the half-months 1 to 15 and 16 to end.
"""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

CALENDARS = ("month", "week", "half_month")
FOREVER = date(9999, 12, 31)

_SHAPES = {
    "month": re.compile(r"(\d{4})-(0[1-9]|1[0-2])"),
    "week": re.compile(r"(\d{4})-W(\d{2})"),
    "half_month": re.compile(r"(\d{4})-(0[1-9]|1[0-2])([ab])"),
}
_SAYS = {"month": "2026-10", "week": "2026-W40", "half_month": "2026-10a"}


class PeriodError(ValueError):
    """A period id that its calendar does not know; says what one looks like."""


@dataclass(frozen=True)
class Period:
    """One period of one calendar; both days are included."""

    calendar_id: str
    period_id: str
    starts_on: date
    ends_on: date


def period_of(calendar_id: str, day: date) -> Period:
    """The period of `calendar_id` that contains `day`."""
    if calendar_id == "month":
        return period_get(calendar_id, f"{day:%Y-%m}")
    if calendar_id == "week":
        year, week, _day = day.isocalendar()
        return period_get(calendar_id, f"{year}-W{week:02d}")
    if calendar_id == "half_month":
        return period_get(calendar_id, f"{day:%Y-%m}{'a' if day.day <= 15 else 'b'}")
    raise PeriodError(
        _("calendar %(calendar_id)r is unknown; use one of %(calendars)s")
        % {"calendar_id": calendar_id, "calendars": ", ".join(CALENDARS)}
    )


def period_get(calendar_id: str, period_id: str) -> Period:
    """The period named `period_id`; raises `PeriodError` when the calendar has no such period."""
    shape = _SHAPES.get(calendar_id)
    if shape is None:
        raise PeriodError(
            _("calendar %(calendar_id)r is unknown; use one of %(calendars)s")
            % {"calendar_id": calendar_id, "calendars": ", ".join(CALENDARS)}
        )
    found = shape.fullmatch(period_id)
    if not found:
        raise PeriodError(
            _("period %(period_id)r is not one of calendar %(calendar_id)s; write it as %(says)s")
            % {"period_id": period_id, "calendar_id": calendar_id, "says": _SAYS[calendar_id]}
        )
    try:
        starts_on, ends_on = _days(calendar_id, found)
    except ValueError as error:
        raise PeriodError(
            _("period %(period_id)r does not exist: %(error)s")
            % {"period_id": period_id, "error": error}
        ) from None
    return Period(calendar_id, period_id, starts_on, ends_on)


def period_named(period_id: str) -> Period:
    """The period that `period_id` names, its calendar found by its shape. Raises `PeriodError`."""
    for calendar_id, shape in _SHAPES.items():
        if shape.fullmatch(period_id):
            return period_get(calendar_id, period_id)
    raise PeriodError(
        _("%(period_id)r is no period; write %(says)s")
        % {"period_id": period_id, "says": ", ".join(_SAYS.values())}
    )


def _days(calendar_id: str, found: re.Match[str]) -> tuple[date, date]:
    year, part = int(found[1]), int(found[2])
    if calendar_id == "week":
        monday = date.fromisocalendar(year, part, 1)
        return monday, monday + timedelta(days=6)
    last = date(year, part, months.monthrange(year, part)[1])
    if calendar_id == "month":
        return date(year, part, 1), last
    if found[3] == "a":
        return date(year, part, 1), date(year, part, 15)
    return date(year, part, 16), last


def period_after(period: Period) -> Period:
    """The period that starts on the day after `period` ends."""
    return period_of(period.calendar_id, period.ends_on + timedelta(days=1))


def periods_between(first: Period, day: date) -> Iterator[Period]:
    """Periods from `first` to the one that contains `day`, both included, in order."""
    period = first
    while period.starts_on <= day:
        yield period
        period = period_after(period)

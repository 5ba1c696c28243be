"""A trading server's clock: a zone plus an offset, as `America/New_York +07:00` or `UTC+3`.

A time without a zone is read on that clock. An ambiguous hour takes the earlier instant and is
flagged. Source: COMMISSIONS, Trades.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_FIXED = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d{2}))?")
_ZONED = re.compile(r"([A-Za-z_]+(?:/[A-Za-z_+-]+)*\d*)(?:\s+([+-])(\d{1,2}):?(\d{2})?)?")
FIRST_YEAR, LAST_YEAR = 1999, 2051


@dataclass(frozen=True)
class ServerClock:
    """`zone` is an IANA name or None for a clock that never changes; `offset` is added to it."""

    zone: str | None
    offset: timedelta

    @classmethod
    def parse(cls, text: str) -> ServerClock:
        """Raises `ValueError` for a clock that is neither a zone (plus offset) nor UTC±h."""
        text = text.strip()
        if text in ("UTC", "GMT", "Z"):
            return cls(None, timedelta(0))
        if fixed := _FIXED.fullmatch(text):
            return cls(None, _offset(fixed[1], fixed[2], fixed[3]))
        zoned = _ZONED.fullmatch(text)
        try:
            zone = ZoneInfo(zoned[1] if zoned else "").key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(
                f"clock {text!r} is not known: write a zone with an offset if it has one "
                "(America/New_York +07:00), or UTC+3"
            ) from None
        offset = _offset(zoned[2], zoned[3], zoned[4]) if zoned and zoned[2] else timedelta(0)
        return cls(zone, offset)

    def to_utc_sql(self, expression: str) -> str:
        """SQL that turns a server time (TIMESTAMP) into UTC."""
        if self.zone is None:
            return f"({expression} - {_interval(self.offset)})"
        cases = " ".join(
            f"when {expression} < {_stamp(change.until)} "
            f"then {expression} - {_interval(change.before)}"
            for change in _changes(self.zone, self.offset)
        )
        last = _interval(_changes(self.zone, self.offset)[-1].before)
        return f"(case {cases} else {expression} - {last} end)"

    def ambiguous_sql(self, expression: str) -> str:
        """SQL that is true where the server's clock showed that time twice."""
        if self.zone is None:
            return "false"
        hours = [
            f"({expression} >= {_stamp(change.repeats_from)} and {expression} < "
            f"{_stamp(change.until)})"
            for change in _changes(self.zone, self.offset)
            if change.repeats_from < change.until
        ]
        return f"({' or '.join(hours) or 'false'})"


@dataclass(frozen=True)
class _Change:
    """On the server's clock: before `until` the difference to UTC is `before`."""

    until: datetime
    repeats_from: datetime
    before: timedelta


@cache
def _changes(zone: str, offset: timedelta) -> tuple[_Change, ...]:
    """Every change of the zone's clock in the years covered, oldest first, and an end."""
    changes = []
    for at in _transitions(ZoneInfo(zone)):
        before, after = (_utcoffset(zone, at + step) + offset for step in (-_SECOND, 0 * _SECOND))
        wall = at.replace(tzinfo=None)
        changes.append(_Change(wall + max(before, after), wall + min(before, after), before))
        if before < after:  # a gap: no time is shown twice
            changes[-1] = _Change(wall + after, wall + after, before)
    end = datetime(LAST_YEAR, 1, 1)  # noqa: DTZ001 - a wall clock
    changes.append(_Change(end, end, _utcoffset(zone, end.replace(tzinfo=UTC)) + offset))
    return tuple(changes)


_SECOND = timedelta(seconds=1)


def _transitions(zone: ZoneInfo) -> list[datetime]:
    found = []
    day, last = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(LAST_YEAR, 1, 1, tzinfo=UTC)
    while day < last:
        after = day + timedelta(days=7)
        if day.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            found.append(_bisect(zone, day, after))
        day = after
    return found


def _bisect(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    start = low.astimezone(zone).utcoffset()
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        if middle.astimezone(zone).utcoffset() == start:
            low = middle
        else:
            high = middle
    return high


def _utcoffset(zone: str, at: datetime) -> timedelta:
    return at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)


def _offset(sign: str, hours: str, minutes: str | None) -> timedelta:
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if size > timedelta(hours=14):
        raise ValueError(f"an offset of {size} is more than any clock has; write e.g. UTC+3")
    return size if sign == "+" else -size


def _interval(size: timedelta) -> str:
    return f"interval '{int(size.total_seconds())} seconds'"


def _stamp(moment: datetime) -> str:
    return f"timestamp '{moment:%Y-%m-%d %H:%M:%S}'"

"""Days and months (COMMISSIONS, "Words" and "Levels")."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """ "Every event has `occurred_at` (UTC) and `event_on`, its date in the program's zone." """
    return at.replace(tzinfo=UTC).astimezone(zone).date()


def last_instant(day: date, zone: ZoneInfo) -> datetime:
    """ "A daily row counts at the last instant of its day", as UTC without a zone."""
    midnight = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    return midnight.astimezone(UTC).replace(tzinfo=None) - timedelta(microseconds=1)


def months_later(day: date, months: int) -> date:
    """ "Events before the same day n months later (the month's last day if it has none)." """
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))

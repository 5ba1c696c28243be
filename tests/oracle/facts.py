"""What the oracle reads: the rows of `raw` (docs/reference/tables.md), typed, and plans as they are
written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

Row = Mapping[str, Any]
Rows = Mapping[tuple[str, str], Sequence[Row]]
FOREVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Event:
    """One record that counts: `kind` is a conversion's type, `trade` or `activity`."""

    key: str
    kind: str
    client_id: str | None
    at: datetime
    on: date
    brand: str | None
    currency: str | None
    row: Row
    own_on: date | None = None
    own_at: datetime | None = None

    @property
    def real_on(self) -> date:
        """Its own day, where it counts on another one."""
        return self.own_on or self.on

    @property
    def real_at(self) -> datetime:
        return self.own_at or self.at

    def number(self, name: str) -> Decimal:
        """A number of the record; what was not delivered is 0."""
        value = self.row.get(name)
        return Decimal(0) if value is None else Decimal(str(value))

    @property
    def order(self) -> tuple[datetime, str]:
        """ "In event order (time, then record id)"; ids "compare as text by code point"."""
        return self.at, self.key


@dataclass(frozen=True)
class Period:
    calendar_id: str
    period_id: str
    number: int
    first: date
    last: date


@dataclass(frozen=True)
class Deal:
    """One dated version of a deal."""

    deal_id: str
    number: int
    partner_id: str
    brand: str | None
    plan_id: str
    currency: str
    digits: int
    calendar_id: str
    first: date
    last: date
    overrides: Row


@dataclass
class World:
    """Everything about one program; `memory` keeps what was already worked out."""

    program_id: str
    zone: ZoneInfo
    today: date
    window_days: int
    reattribute_after: int | None
    periods: list[Period]
    partners: dict[str, Row]
    relations: list[Row]
    links: dict[str, Row]
    clicks: dict[str, Event]
    attributions: list[Row]
    accounts: dict[str, Row]
    events: list[Event]
    fees: dict[tuple[str, int], list[Row]]
    rates: dict[tuple[str, date], Decimal]
    reviews: list[Row]
    deals: list[Deal]
    plans: dict[str, Row]
    countries: dict[str, Sequence[str]]
    symbols: dict[str, str | None]
    details: dict[str, Row]
    aliases: dict[str, str]
    suffixes: list[str]
    own_clients: dict[str, str] = field(default_factory=dict)
    memory: dict[Any, Any] = field(default_factory=dict)

    def period_of(self, calendar_id: str, day: date) -> Period | None:
        """The period of a calendar that holds a day."""
        for period in self.periods:
            if period.calendar_id == calendar_id and period.first <= day <= period.last:
                return period
        return None

    def period_before(self, period: Period, back: int) -> Period | None:
        """The period `back` places before another one of its calendar."""
        for one in self.periods:
            if (one.calendar_id, one.number) == (period.calendar_id, period.number - back):
                return one
        return None

    def rejected_from(self, kind: str, target: str | None) -> date | None:
        """The first day that a rejection names ("without one, from the first")."""
        days = [
            row.get("effective_on") or date.min
            for row in self.reviews
            if (row["target_kind"], row["target_id"], row["state"]) == (kind, target, "rejected")
        ]
        return min(days, default=None)

    def is_rejected(self, event: Event) -> bool:
        """RULINGS: "A client or fact rejected: from the day that the review names … its facts
        count nowhere and its lines of every event component are 0." """
        starts = (
            self.rejected_from("client", event.client_id),
            self.rejected_from("record", event.key),
        )
        return any(start is not None and start <= event.on for start in starts)

    def is_held(self, event_key: str, client_id: str | None, day: date) -> bool:
        """A line is held while a review of its client or fact is."""
        for row in self.reviews:
            target = (row["target_kind"], row["target_id"])
            if row["state"] == "held" and target in (("client", client_id), ("record", event_key)):
                start = row.get("effective_on")
                if start is None or start <= day:
                    return True
        return False

    def facts_of(self, client_id: str) -> list[Event]:
        """What a client did, in event order, without what a review took out."""
        key = ("facts", client_id)
        if key not in self.memory:
            found = [e for e in self.events if e.client_id == client_id]
            kept = [e for e in found if not self.is_rejected(e)]
            self.memory[key] = sorted(kept, key=lambda event: event.order)
        return list(self.memory[key])

"""What the engine pays: lines, and events that earned nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.facts import Deal, Event, Period, World
from tests.oracle.money import kept, minor
from tests.oracle.spec import Component

Identity = tuple[Any, ...]


@dataclass(frozen=True)
class Line:
    """ "The smallest amount the engine explains: partner x deal x component x (event or period) x
    level. A stepped CPA has one line per step; a gate's release is a line of its own"; `about` is
    the event's key or the period's last day (of a release: the locked line's);
    `origin` the line that an override or a release is computed from."""

    partner_id: str
    deal_id: str
    component_id: str
    level: int
    kind: str
    about: str
    event_on: date
    period_id: str
    calendar_id: str
    exact: Decimal
    minor: int
    currency: str
    rounding: str
    payable_from: date
    state: str
    client_id: str | None = None
    origin: Identity | None = None
    step_no: int | None = None
    version_no: int | None = None
    component: Component | None = field(default=None, repr=False, compare=False)
    event: Event | None = field(default=None, repr=False, compare=False)

    @property
    def identity(self) -> Identity:
        """ "An override has one line per line that it is computed from and names it; versions
        under `applies_by: registration` are part of it" (RULINGS)."""
        return (
            self.partner_id, self.deal_id, self.component_id, self.level, self.kind, self.about,
            self.step_no, self.version_no, self.origin,
        )  # fmt: skip


@dataclass
class Result:
    """Lines that are not 0, and why each event x component earned nothing."""

    lines: list[Line] = field(default_factory=list)
    unpaid: dict[tuple[str, str], str] = field(default_factory=dict)


def made(
    world: World,
    component: Component,
    deal: Deal,
    exact: Decimal,
    *,
    event: Event | None = None,
    period: Period | None = None,
    on: date | None = None,
    level: int = 0,
    **more: Any,
) -> Line | None:
    """A line of an event or of a period; None for 0 ("lines of 0 are not booked") and outside the
    periods.

    `component` is the one whose hold, digits and rounding rule, `deal` the earner's; RULINGS: "A
    line above stands in its own deal's calendar, in the period of the lower line's day."
    """
    on = on or (event.on if event else period.last if period else date.min)
    own_period = world.period_of(deal.calendar_id, on)
    if exact == 0 or own_period is None:
        return None
    payable = on + timedelta(days=component.hold_days)
    state = "pending" if payable > world.today else "approved"
    if event and world.is_held(event.key, event.client_id, event.on):
        state = "held"
    values: dict[str, Any] = {
        "partner_id": deal.partner_id,
        "kind": "earned",
        "about": event.key if event else str(on),
        "client_id": event.client_id if event else None,
        "version_no": component.version_no if component.by_registration else None,
        **more,
    }
    return Line(
        deal_id=deal.deal_id,
        component_id=component.id,
        level=level,
        event_on=on,
        period_id=own_period.period_id,
        calendar_id=deal.calendar_id,
        exact=kept(exact),
        minor=minor_of(kept(exact), deal),
        currency=deal.currency,
        rounding=component.rounding,
        payable_from=payable,
        state=state,
        component=component,
        event=event,
        **values,
    )


def minor_of(exact: Decimal, deal: Deal) -> int:
    """ "A component may keep more digits on the line; payments round to the minor unit"; DECISIONS
    64: the exact amount stays, "a line is booked in whole minor units"."""
    return minor(exact, deal.digits)

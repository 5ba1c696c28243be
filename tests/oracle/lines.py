"""What the engine pays: lines, and events that earned nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.facts import Deal, Event, Period, World
from tests.oracle.money import kept, minor, rounded
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
    clients_of: str | None = None  # a direct partner without a deal
    component: Component | None = field(default=None, repr=False, compare=False)
    event: Event | None = field(default=None, repr=False, compare=False)

    @property
    def identity(self) -> Identity:
        """ "An override has one line per line that it is computed from and names it; versions
        under `applies_by: registration` are part of it" (RULINGS)."""
        return (
            self.partner_id, self.deal_id, self.component_id, self.level, self.kind, self.about,
            self.step_no, (self.version_no, self.clients_of), self.origin,
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
    """ "Rounding is half away from zero to the minor unit"; lines of more digits: `booked`."""
    return minor(exact, deal.digits)


def booked(lines: Sequence[Line], digits: Mapping[str, int]) -> list[Line]:
    """ "A component may keep more digits on the line"; DECISIONS 64: "booked is the step that a
    line adds to the rounded running sum of partner x deal x component x period, in order of
    events"; "locked lines have a sum of their own"."""
    sums: dict[Identity, Decimal] = {}
    found: dict[Identity, int] = {}
    for line in sorted(lines, key=_in_order):
        component, own = line.component, digits[line.currency]
        more = component.digits if component is not None else None
        if line.rounding == "line" and more is not None and more > own:
            key = (line.partner_id, line.deal_id, line.component_id, line.period_id,
                   line.state == "locked")  # fmt: skip
            before = sums.get(key, Decimal(0))
            sums[key] = before + rounded(line.exact, more)
            found[line.identity] = minor(sums[key], own) - minor(before, own)
    return [replace(line, minor=found.get(line.identity, line.minor)) for line in lines]


def _in_order(line: Line) -> tuple[Any, ...]:
    event = line.event
    moment = str(event.at) if event else "~"  # a period's line after all events of its day
    return (line.event_on, moment, line.about, line.level, line.kind, str(line.identity))

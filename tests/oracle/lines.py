"""What the engine pays: lines, and events that earned nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tests.oracle.facts import Component, Event, Row, World
from tests.oracle.money import kept, minor, rounded


@dataclass(frozen=True)
class Line:
    """ "The smallest amount the engine explains: partner x deal x component x (event or period) x
    level"; `about` is the event's key or the period's id (of a release: the locked period's)."""

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

    @property
    def identity(self) -> tuple[str, str, str, int, str, str]:
        return (self.partner_id, self.deal_id, self.component_id, self.level, self.kind, self.about)


@dataclass
class Result:
    """Lines that are not 0, and why each event x component earned nothing."""

    lines: list[Line] = field(default_factory=list)
    unpaid: dict[tuple[str, str], str] = field(default_factory=dict)


def event_line(
    world: World, component: Component, deal: Row, event: Event, exact: Decimal, level: int = 0
) -> Line | None:
    """A line of an event; None for 0 ("lines of 0 are not booked") and outside the periods.

    `component` is the direct partner's (its hold, digits and rounding), `deal` the earner's (its
    calendar and currency).
    """
    period = world.period_of(deal["calendar_id"], event.on)
    if exact == 0 or period is None:
        return None
    payable = event.on + timedelta(days=component.hold_days)
    state = "pending" if payable > world.today else "approved"
    if world.is_held(event.key, event.client_id, event.on):
        state = "held"
    return Line(
        partner_id=deal["partner_id"],
        deal_id=deal["deal_id"],
        component_id=component.component_id,
        level=level,
        kind="earned",
        about=event.key,
        event_on=event.on,
        period_id=period.period_id,
        calendar_id=deal["calendar_id"],
        exact=kept(exact),
        minor=minor_of(kept(exact), component, deal),
        currency=deal["currency_code"],
        rounding=component.rounding,
        payable_from=payable,
        state=state,
    )


def minor_of(exact: Decimal, component: Component, deal: Row) -> int:
    """ "A component may keep more digits on the line; payments round to the minor unit." """
    digits = deal["currency_digits"]
    kept = exact if component.digits is None else rounded(exact, component.digits)
    return minor(kept, digits)

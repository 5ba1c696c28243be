"""Gates: what is earned but locked, and when it is released (COMMISSIONS, "Gates and caps")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.oracle.facts import Deal, Period, World
from tests.oracle.lines import Identity, Line
from tests.oracle.metrics import Moment, measured
from tests.oracle.spec import Component, number
from tests.oracle.terms import components_in, components_of


@dataclass
class Locks:
    """Locked lines, and the last day of the period that releases each; None: not yet."""

    until: dict[Identity, date | None] = field(default_factory=dict)


def gated(world: World, lines: Sequence[Line], locks: Locks) -> list[Line]:
    """The lines with what is locked marked, and with the releases as lines of their own: "in the
    first later period that meets the gate, all locked lines of the component are released, each
    as a line of its own". RULINGS: "An override locked twice is released in the later of the two
    periods."

    Lines come after those that they are computed from.
    """
    found = []
    for line in lines:
        ends: list[date | None] = []
        if line.origin in locks.until and line.origin is not None:
            ends.append(locks.until[line.origin])
        own = _own_lock(world, line)
        if own is not None:
            ends.append(own[0])
        if not ends:
            found.append(line)
            continue
        day = None if None in ends else max(end for end in ends if end is not None)
        locks.until[line.identity] = day
        found.append(replace(line, state="locked"))
        if day is not None:
            released = _released(world, line, day)
            if released:
                found.append(released)
    return found


def _own_lock(world: World, line: Line) -> tuple[date | None] | None:
    """ "Below it a positive amount is earned but locked": the last day of the period that releases
    the line; None when it is not locked."""
    component = line.component
    if component is None or component.get("gate") is None or line.exact <= 0:
        return None
    period = world.period_of(component.deal.calendar_id, line.event_on)
    if period is None or meets_gate(world, component, period):
        return None
    for later in sorted(world.periods, key=lambda p: p.number):
        if later.calendar_id == period.calendar_id and later.number > period.number:
            then = component_at(world, component, later)
            if then is None:
                return (None,)  # "What is still locked when the deal ends is written off."
            if meets_gate(world, then, later):
                return (later.last,)
    return (None,)


def meets_gate(world: World, component: Component, period: Period) -> bool:
    """ "The gate is tested on each period alone." """
    gate = component.get("gate")
    if gate is None:
        return True
    return measured(world, gate, Moment(component, period)) >= number(gate["at_least"])


def component_at(world: World, component: Component, period: Period) -> Component | None:
    """The same component of the deal in another period, if the deal still runs then."""
    deals = [
        deal
        for deal in world.deals
        if deal.deal_id == component.deal.deal_id
        and deal.first <= period.last
        and deal.last >= period.first
    ]
    if not deals:
        return None
    deal: Deal = max(deals, key=lambda d: (min(d.last, period.last), d.number))
    if component.by_registration:
        parts = components_in(world, deal, component.version_no - 1, True)
    else:
        parts = components_of(world, deal, min(deal.last, period.last))
    same = (part for part in parts if part.by_registration == component.by_registration)
    return next((part for part in same if part.id == component.id), None)


def _released(world: World, line: Line, day: date) -> Line | None:
    """The locked line again, in the period that releases it; RULINGS: "A released line keeps its
    own hold": its days count from the period that it is released in; DECISIONS 93: a review reaches
    it by the fact's own day."""
    assert line.component is not None
    period = world.period_of(line.calendar_id, day)
    if period is None:
        return None
    payable = day + timedelta(days=line.component.hold_days)
    state = "pending" if payable > world.today else "approved"
    if line.event and world.is_held(line.event.key, line.event.client_id, line.event.on):
        state = "held"
    return replace(
        line,
        kind="released",
        event_on=day,
        period_id=period.period_id,
        payable_from=payable,
        origin=line.identity,
        state=state,
    )

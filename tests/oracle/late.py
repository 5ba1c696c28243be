"""`late_events: current_period`: "the event counts on the open period's first day" (COMMISSIONS,
"From line to payment"; RULINGS, "Money and booking")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from tests.oracle.chain import direct_of
from tests.oracle.days import last_instant
from tests.oracle.facts import Event, Period, Row, World
from tests.oracle.terms import components_of, deal_of, version_on


def put_into_open_periods(world: World, closes: Sequence[Row]) -> None:
    """Move each record whose first delivery came after the close of its period, if "the plan of the
    direct partner on its real day" says so; "a record that arrived at the very moment of a close
    was there" (DECISIONS 31). Its own day stays in `own_on`."""
    moved = [_moved(world, event, closes) for event in world.events]
    if moved != world.events:
        world.events = moved
        world.memory.clear()


def _moved(world: World, event: Event, closes: Sequence[Row]) -> Event:
    direct = direct_of(world, event)
    deal = deal_of(world, direct.partner_id, event.brand, event.on) if direct else None
    arrived = event.row.get("first_recorded_at")
    if deal is None or arrived is None or not components_of(world, deal, event.on):
        return event
    plan = world.plans[deal.plan_id]
    version = plan["versions"][version_on(plan, event.on) or 0]
    period = world.period_of(deal.calendar_id, event.on)
    if version.get("late_events") != "current_period" or period is None:
        return event
    at = datetime.fromisoformat(str(arrived))
    closed = {
        close["period_id"]
        for close in closes
        if close["calendar_id"] == deal.calendar_id and close["booked_at"] < at
    }
    if period.period_id not in closed:
        return event
    return _on_first_day(world, event, _open_period(world, deal.calendar_id, closed))


def _open_period(world: World, calendar_id: str, closed: set[str]) -> Period:
    """The first that no close has booked."""
    own = [p for p in world.periods if p.calendar_id == calendar_id and p.period_id not in closed]
    return min(own, key=lambda period: period.number)


def _on_first_day(world: World, event: Event, period: Period) -> Event:
    """ "In every respect as if it had happened on the open period's first day"."""
    if event.kind == "activity":
        at = last_instant(period.first, world.zone)
    else:
        midnight = datetime.combine(period.first, time(), tzinfo=world.zone)
        at = midnight.astimezone(UTC).replace(tzinfo=None)
    return replace(event, at=at, on=period.first, own_on=event.on, own_at=event.at)

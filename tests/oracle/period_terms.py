"""Which period components a deal has in a period."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tests.oracle.facts import Deal, Period, Row, World
from tests.oracle.spec import Component
from tests.oracle.terms import components_in, version_on


def in_period(world: World, period: Period, types: tuple[str, ...]) -> list[Component]:
    """The components of some types in a period, earlier deals first. Terms change on first days
    only, so those of the deal's last day in the period rule; under `applies_by: registration` the
    clients of each version are computed apart, but "`flat_fee` and `bonus` follow the version of
    the day and see all clients of the deal" (RULINGS)."""
    found: list[Component] = []
    for deal in deals_in(world, period):
        plan = world.plans[deal.plan_id]
        at = version_on(plan, min(deal.last, period.last))
        if at is None:
            continue
        for number, by_registration in _versions(plan, at):
            for part in components_in(world, deal, number, by_registration):
                whole = part.type in ("flat_fee", "bonus", "override")
                if part.type in types and (number == at or not (by_registration and whole)):
                    found.append(part)
    return sorted(found, key=lambda part: (part.deal.first, part.deal.deal_id, part.version_no))


def _versions(plan: Row, at: int) -> Iterator[tuple[int, bool]]:
    versions = plan["versions"]
    if versions[at].get("applies_by") != "registration":
        yield at, False
        return
    for number in range(len(versions)):
        yield number, True


def deals_in(world: World, period: Period) -> Iterator[Deal]:
    """The version of each deal that rules on its last day in a period."""
    running: dict[str, Deal] = {}
    for deal in world.deals:
        if deal.calendar_id != period.calendar_id:
            continue
        if deal.first > period.last or deal.last < period.first:
            continue
        known = running.get(deal.deal_id)
        mine = (min(deal.last, period.last), deal.number)
        if known is None or mine > (min(known.last, period.last), known.number):
            running[deal.deal_id] = deal
    yield from running.values()


def days_of_deal(world: World, deal_id: str, period: Period) -> int:
    """ "Active days: first and last day counted"."""
    return sum(
        any(d.deal_id == deal_id and d.first <= day <= d.last for d in world.deals)
        for day in _days(period)
    )


def _days(period: Period) -> Iterator[date]:
    for n in range((period.last - period.first).days + 1):
        yield period.first + timedelta(days=n)

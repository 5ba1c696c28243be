"""`cpa`: "a client qualifies at the first moment when every condition holds"."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.oracle.attribution import names_of_client, partner_of, registration_of
from tests.oracle.conditions import Client, holds, is_real_trade, remaining
from tests.oracle.facts import Component, Event, Row, World
from tests.oracle.lines import Result, event_line
from tests.oracle.terms import components_of, deal_of, rate_of


def pay_cpas(world: World, result: Result) -> None:
    """ "A client is paid for once per program and CPA id, whatever the plan, deal or partner"
    (RULINGS). "An own account never qualifies for a CPA." """
    for client_id in sorted({e.client_id for e in world.events if e.client_id}):
        if client_id not in world.own_clients:
            pay_client(world, client_id, result)


def pay_client(world: World, client_id: str, result: Result) -> None:
    """Go through the client's facts in their order; each is a moment."""
    facts = [e for e in world.facts_of(client_id) if counts(world, e)]
    paid: set[str] = set()
    for at, moment in enumerate(facts):
        client = Client(world, client_id, facts[: at + 1])
        for deal, component in candidates(world, client_id, moment):
            due = rate_of(component, names_of_client(world, moment)) or Decimal(0)
            if component.once_for in paid or not holds(client, component, due):
                continue
            paid.add(component.once_for)
            line = event_line(world, component, deal, moment, due)
            if line and not is_excluded(world, client_id, component, moment):
                result.lines.append(line)


def counts(world: World, event: Event) -> bool:
    """ "A removed or charged-back fact is left out as if it had never been"; a demo trade is none:
    RULINGS: "demo trades count only in the lots of a component that lists them"."""
    if event.kind == "deposit":
        return remaining(world, event) > 0
    return event.kind != "trade" or is_real_trade(world, event)


def candidates(world: World, client_id: str, moment: Event) -> list[tuple[Row, Component]]:
    """The CPAs that ask for the client at a moment: "with the version, deal and partner of that
    moment"; "`cpa_partner: registration`: the partner is that of registration, deal and version
    are those of the qualifying day"; of both kinds the partner of the qualifying day is first."""
    found = []
    now = partner_of(world, client_id, moment.on)
    registration = registration_of(world, client_id)
    then = partner_of(world, client_id, registration.on) if registration else None
    for attribution, kind in ((now, "qualification"), (then, "registration")):
        if attribution is None:
            continue
        deal = deal_of(world, attribution.partner_id, moment.brand, moment.on)
        for component in components_of(world, deal, moment.on) if deal else []:
            if component.component_type == "cpa" and component.cpa_partner == kind:
                found.append((deal, component))
    return found  # type: ignore[return-value]


def is_excluded(world: World, client_id: str, component: Component, moment: Event) -> bool:
    """RULINGS: "An exclusion counts if its own day is before `payable_from`, and always on or
    before the qualifying day." A review that rejects the client is one."""
    start = world.rejected_from("client", client_id)
    payable = moment.on + timedelta(days=component.hold_days)
    return start is not None and (start < payable or start <= moment.on)

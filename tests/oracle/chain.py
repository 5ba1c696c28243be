"""The partners above a client, and which of them may earn (COMMISSIONS, "Levels")."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.oracle.attribution import Attribution, partner_of
from tests.oracle.days import months_later
from tests.oracle.facts import Event, Row, World
from tests.oracle.spec import Component
from tests.oracle.terms import deal_of


@dataclass(frozen=True)
class Direct:
    """The direct partner of an event; `is_own` when the client is the partner itself."""

    partner_id: str
    is_own: bool
    attribution: Attribution | None


def chain_of(world: World, partner_id: str, on: date) -> list[str]:
    """ "`p0`, its parent `p1`, and so on to the root at that time." """
    key = ("chain", partner_id, on)
    if key not in world.memory:
        world.memory[key] = _chain(world, partner_id, on)
    return list(world.memory[key])


def relation_of(world: World, child: str, on: date) -> Row | None:
    """The row that says who stands above a partner on a day."""
    for row in world.relations:
        if row["partner_id"] == child and row["valid_from"] <= on <= row["valid_to"]:
            return row
    return None


def _chain(world: World, partner_id: str, on: date) -> list[str]:
    chain = [partner_id]
    while True:
        above = relation_of(world, chain[-1], on)
        if above is None:
            return chain
        chain.append(above["parent_partner_id"])


def direct_of(world: World, event: Event) -> Direct | None:
    """RULINGS: "A partner's account counts as its own whatever it is attributed to; if that
    partner has no deal, it counts as an own account of the partner it is attributed to." """
    key = ("direct", event.key)
    if key not in world.memory:
        world.memory[key] = _direct(world, event)
    found: Direct | None = world.memory[key]
    return found


def _direct(world: World, event: Event) -> Direct | None:
    attributed = partner_of(world, event.client_id, event.on)
    owner = world.own_clients.get(event.client_id or "")
    if owner and deal_of(world, owner, event.brand, event.on):
        return Direct(owner, True, attributed)
    if attributed is None:
        return None
    return Direct(attributed.partner_id, owner is not None, attributed)


def is_within_duration(world: World, component: Component, partner_id: str, on: date) -> bool:
    """ "Duration in months from the day p0 joined: events before the same day n months later." """
    if component.duration is None:
        return True
    joined = world.partners[partner_id]["joined_on"]
    return on < months_later(joined, component.duration)

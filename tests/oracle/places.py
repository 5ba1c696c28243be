"""Where an event stands: whose component speaks for it, and the chain above (COMMISSIONS, "Levels";
RULINGS, "Levels")."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.attribution import names_of_client, registration_of
from tests.oracle.chain import Direct, chain_of, direct_of
from tests.oracle.facts import Deal, Event, World
from tests.oracle.lines import Result
from tests.oracle.spec import Component
from tests.oracle.terms import components_of, deal_of, symbol_of


@dataclass(frozen=True)
class Lead:
    """A component that speaks for an event: `chain` begins with p0, who has it (or, under a
    differential, has no deal); `depth` is how many of the chain may earn."""

    event: Event
    component: Component
    direct: Direct
    chain: tuple[str, ...]
    depth: int


Listens = Callable[[Component], bool]


def leads_of(world: World, event: Event, listens: Listens, result: Result) -> Iterator[Lead]:
    """The components that listen to an event and speak for it; why nobody's does is noted."""
    direct = direct_of(world, event)
    if direct is None:
        result.unpaid[event.key, ""] = "unattributed"
        return
    chain = tuple(chain_of(world, direct.partner_id, event.on))
    deal = deal_of(world, direct.partner_id, event.brand, event.on)
    if deal is None:
        result.unpaid[event.key, ""] = "no_deal"
        parts = _lowest_differentials(world, event, chain, listens)
    else:
        parts = [p for p in own_components(world, event, deal) if listens(p)]
    for component in parts:
        found = _placed(world, event, component, direct, chain, listens)
        if found is None:
            result.unpaid[event.key, component.id] = "own_account"
        else:
            yield found


def own_components(world: World, event: Event, deal: Deal) -> list[Component]:
    """The components of a deal that rule an event."""
    return components_of(world, deal, event.on, registered_on(world, event.client_id))


def registered_on(world: World, client_id: str | None) -> date:
    """DECISIONS 10: "clients without a registration belong to the first version, like older
    ones"."""
    registration = registration_of(world, client_id or "")
    return registration.on if registration else date.min


def component_of(
    world: World, event: Event, partner_id: str, component_id: str
) -> Component | None:
    """A partner's component of an id for an event."""
    deal = deal_of(world, partner_id, event.brand, event.on)
    for part in own_components(world, event, deal) if deal else []:
        if part.id == component_id:
            return part
    return None


def _lowest_differentials(
    world: World, event: Event, chain: tuple[str, ...], listens: Listens
) -> list[Component]:
    """RULINGS: "If the direct partner has no deal, a differential pays those above with r0 = 0 by
    the component of the lowest one that has it; split and fixed tables pay nobody." """
    found: dict[str, Component] = {}
    for partner_id in chain[1:]:
        deal = deal_of(world, partner_id, event.brand, event.on)
        for part in own_components(world, event, deal) if deal else []:
            if listens(part):
                found.setdefault(part.id, part)
    return [part for part in found.values() if part.algebra == "differential"]


def _placed(
    world: World,
    event: Event,
    component: Component,
    direct: Direct,
    chain: tuple[str, ...],
    listens: Listens,
) -> Lead | None:
    """Own accounts: "`earns` (it earns as p0; depth counts from its parent), `upline_only` (taken
    out of the chain; its parent stands as p0), `none`"."""
    if not direct.is_own:
        return Lead(event, component, direct, chain, component.depth)
    if component.own_account == "none":
        return None
    if component.own_account == "earns":
        return Lead(event, component, direct, chain, component.depth + 1)
    return _above_own(world, event, component, direct, chain[1:], listens)


def _above_own(
    world: World,
    event: Event,
    component: Component,
    direct: Direct,
    chain: tuple[str, ...],
    listens: Listens,
) -> Lead | None:
    """The parent's component of the same id rules, if it is about such events; if the parent has no
    deal, under a differential that of the lowest one above that has it."""
    for level, partner_id in enumerate(chain):
        part = component_of(world, event, partner_id, component.id)
        is_lead = part is not None and part.type == component.type and listens(part)
        if part and is_lead:
            speaks = level == 0 or part.algebra == "differential"
            return Lead(event, part, direct, chain, part.depth) if speaks else None
        if level == 0 and deal_of(world, partner_id, event.brand, event.on):
            return None
    return None


def names_of(world: World, event: Event) -> dict[str, Any]:
    """What a rate table may ask of an event."""
    names: dict[str, Any] = {"product": event.row.get("product"), **names_of_client(world, event)}
    names["country"] = names["country"] or event.row.get("country")  # DECISIONS 92
    if event.kind == "trade":
        symbol, group = symbol_of(world, event.row["native_symbol"])
        account = world.accounts.get(event.row["account_id"], {})
        names |= {
            "symbol": symbol, "symbol_group": group, "account_type": account.get("account_type"),
            "is_demo": account.get("is_demo"),
        }  # fmt: skip
    return names

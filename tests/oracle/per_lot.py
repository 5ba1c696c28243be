"""`per_lot`: "closed round-turn lots x lot modifier of the symbol or group", on every level."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.attribution import names_of_client
from tests.oracle.chain import Direct, chain_of, direct_of, is_within_duration
from tests.oracle.facts import Component, Event, Row, World
from tests.oracle.lines import Result, event_line
from tests.oracle.terms import (
    components_of,
    deal_of,
    matches,
    modifier_of,
    rate_of,
    symbol_of,
    values_of,
)


@dataclass(frozen=True)
class Place:
    """Where an event stands: its chain from the direct partner up, and what tables ask of it."""

    event: Event
    chain: list[str]
    names: dict[str, Any]


def pay_trades(world: World, result: Result) -> None:
    """Pay every trade, or say why not."""
    for event in world.events:
        if event.kind == "trade":
            pay_trade(world, event, result)


def pay_trade(world: World, event: Event, result: Result) -> None:
    if event.client_id is None:
        result.unpaid[event.key, ""] = "unmatched_account"
        return
    direct = direct_of(world, event)
    if direct is None:
        result.unpaid[event.key, ""] = "unattributed"
        return
    place = Place(event, chain_of(world, direct.partner_id, event.on), names_of(world, event))
    deal = deal_of(world, direct.partner_id, event.brand, event.on)
    if deal is None:
        result.unpaid[event.key, ""] = "no_deal"
        pay_above_no_deal(world, place, direct, result)
        return
    for component in components_of(world, deal, event.on):
        if component.component_type == "per_lot":
            pay_component(world, place, direct, component, result)


def names_of(world: World, event: Event) -> dict[str, Any]:
    """What a rate table may ask of a trade."""
    symbol, group = symbol_of(world, event.row["native_symbol"])
    account = world.accounts.get(event.row["account_id"], {})
    return {
        "symbol": symbol,
        "symbol_group": group,
        "account_type": account.get("account_type"),
        "is_demo": account.get("is_demo"),
        **names_of_client(world, event),
    }


def pay_above_no_deal(world: World, place: Place, direct: Direct, result: Result) -> None:
    """RULINGS: "If the direct partner has no deal, a differential pays those above with r0 = 0 by
    the component of the lowest one that has it." """
    for partner_id in place.chain[1:]:
        found = [p for p in lot_components(world, place, partner_id) if is_differential(p)]
        for component in found:
            pay_component(world, place, direct, component, result)
        if found:
            return


def lot_components(world: World, place: Place, partner_id: str) -> list[Component]:
    """The lot components of a partner's deal at the event's time."""
    event = place.event
    deal = deal_of(world, partner_id, event.brand, event.on)
    parts = components_of(world, deal, event.on) if deal else []
    return [part for part in parts if part.component_type == "per_lot"]


def is_differential(component: Component) -> bool:
    return bool(component.algebra == "differential")


def pay_component(
    world: World, place: Place, direct: Direct, component: Component, result: Result
) -> None:
    """Pay the direct partner and those above it by one component."""
    event, depth = place.event, component.depth
    if direct.is_own and component.own_account == "none":
        result.unpaid[event.key, component.component_id] = "own_account"
        return
    if direct.is_own and component.own_account == "upline_only":
        pay_upline_only(world, place, direct, component, result)
        return
    if direct.is_own and component.own_account == "earns":
        depth += 1  # "it earns as p0; depth counts from its parent"
    reason = why_not(world, event, component, place.names)
    if reason:
        result.unpaid[event.key, component.component_id] = reason
        return
    lots = event.number("lots")
    quantity = lots * modifier_of(component, place.names["symbol"], place.names["symbol_group"])
    pay_differential(world, place, component, quantity, depth, result)


def pay_upline_only(
    world: World, place: Place, direct: Direct, component: Component, result: Result
) -> None:
    """ "`upline_only` (taken out of the chain; its parent stands as p0)": the parent's component
    of the same id rules, and if the parent has no deal, that of the lowest one above."""
    event = place.event
    result.unpaid[event.key, component.component_id] = "own_account"
    above = replace(place, chain=place.chain[1:])
    stranger = replace(direct, is_own=False)
    for level, partner_id in enumerate(above.chain):
        for part in lot_components(world, place, partner_id):
            same = part.component_id == component.component_id
            if same and (level == 0 or is_differential(part)):
                pay_component(world, above, stranger, part, result)
                return
        if level == 0 and deal_of(world, partner_id, event.brand, event.on):
            return


def pay_differential(
    world: World,
    place: Place,
    component: Component,
    quantity: Decimal,
    depth: int,
    result: Result,
) -> None:
    """ "`p0` earns `r0`, and `pi` earns `max(0, ri - max(r0 … ri-1))`." Depth n: "p0 … p(n-1) may
    earn". Without levels the direct partner earns alone."""
    event, chain, highest = place.event, place.chain, Decimal(0)
    if not is_differential(component):
        chain, depth = chain[:1], 1
    for level, partner_id in enumerate(chain):
        rate, deal = own_rate(world, place, component, partner_id)
        if rate is None and level == 0 and deal is not None:
            result.unpaid[event.key, component.component_id] = "no_rate"
        earned = max(Decimal(0), (rate or Decimal(0)) - highest)
        highest = max(highest, rate or Decimal(0))
        if level >= depth or deal is None:
            continue
        if level > 0 and not is_within_duration(world, component, chain[0], event.on):
            continue
        line = event_line(world, component, deal, event, quantity * earned, level)
        if line:
            result.lines.append(line)


def own_rate(
    world: World, place: Place, component: Component, partner_id: str
) -> tuple[Decimal | None, Row | None]:
    """ "Differential rates are each partner's own for the component of the same id and unit"; "a
    chain member without a deal then has rate 0"; RULINGS: "Amounts per unit in another currency
    are another unit." """
    event = place.event
    deal = deal_of(world, partner_id, event.brand, event.on)
    if deal is None:
        return None, None
    for part in components_of(world, deal, event.on):
        same = part.component_id == component.component_id and part.component_type == "per_lot"
        if same and part.currency_code == component.currency_code:
            return rate_of(part, place.names), deal
    return None, deal


def why_not(world: World, event: Event, component: Component, names: dict[str, Any]) -> str | None:
    """ "Demo accounts do not earn unless a plan lists them. Optional filters: minimum holding time
    (`>=`, from the position's opening), account types, symbols, excluded deal reasons." """
    if world.is_rejected(event):
        return "rejected"
    listed = values_of(component, "deal_filters", "account_type") or {"live"}
    if not any(matches(kind, "account_type", names) for kind in listed):
        return "demo_account" if names["is_demo"] else "account_type_excluded"
    symbols = values_of(component, "deal_filters", "symbol")
    groups = values_of(component, "deal_filters", "symbol_group")
    if (
        (symbols or groups)
        and names["symbol"] not in symbols
        and names["symbol_group"] not in groups
    ):
        return "symbol_excluded"
    if event.row.get("deal_reason") in values_of(component, "deal_filters", "excluded_deal_reason"):
        return "deal_reason_excluded"
    held = event.at - event.row["opened_at"]
    if held < timedelta(seconds=component.minimum_holding_seconds):
        return "holding_time"
    return None

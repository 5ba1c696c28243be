"""`override`: "the ancestor at distance d earns `rate[d] x base` on top; nobody below loses
anything" (COMMISSIONS, "Levels")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from tests.oracle.chain import Direct, chain_of, direct_of, is_within_duration
from tests.oracle.claims import Claim
from tests.oracle.facts import Event, World
from tests.oracle.lines import Line, Result, made
from tests.oracle.money import converted, divided, kept
from tests.oracle.quantities import filtered, rest_of, units_of
from tests.oracle.spec import Component, number
from tests.oracle.terms import components_of, deal_of

PERIOD_REVENUE = (
    "ngr", "net_revenue", "turnover", "theoretical", "net_deposits", "net_sales",
)  # fmt: skip


def rate_at(component: Component, distance: int) -> Decimal | None:
    """ "Override rates are the ancestor's own": by distance, the partner just below first."""
    rates = component.get("rates", ())
    return number(rates[distance - 1]) if distance <= len(rates) else None


def is_of_period(component: Component) -> bool:
    return component.get("base") == "revenue" and component.get("of") in PERIOD_REVENUE


def on_commission(
    world: World,
    component: Component,
    chain: Sequence[str],
    lines: Sequence[Line],
    brand: str | None,
) -> list[Line]:
    """Overrides on the lines that the chain has from one direct line (its own, level 0, and those
    by split, differential or fixed table): `of: direct` "the direct partner's line", `of: below`
    "all lines that the partner just below has from the same direct line; a partner without any
    passes on 0" (RULINGS)."""
    found: list[Line] = []
    on = lines[0].event_on if lines else None
    for distance, partner_id in enumerate(chain):
        if distance == 0 or on is None:
            continue
        here: list[Line] = []
        for part in _of_partner(world, partner_id, brand, on):
            share = rate_at(part, distance)
            types = part.get("component_types", ())
            if share is None or (types and component.type not in types):
                continue
            if not is_within_duration(world, part, chain[0], on):
                continue
            if part.get("of", "direct") == "direct":
                below = [line for line in lines if line.level == 0]
            else:
                below = [x for x in [*lines, *found] if x.partner_id == chain[distance - 1]]
            made_lines = (_on_line(world, part, line, share, distance) for line in below)
            here += [line for line in made_lines if line]
        found += here
    return found


def _of_partner(world: World, partner_id: str, brand: str | None, on: date) -> Iterator[Component]:
    deal = deal_of(world, partner_id, brand, on)
    for part in components_of(world, deal, on) if deal else []:
        if part.type == "override" and part.get("base") == "commission":
            yield part


def _on_line(
    world: World, component: Component, line: Line, share: Decimal, distance: int
) -> Line | None:
    """The "exact amount after carryover, recoup and caps, before client rebate, with its sign"; "a
    lower line's amount becomes the upline's currency at the rate for the line's day"."""
    deal = component.deal
    base = converted(world, line.exact, line.currency, deal.currency, line.event_on)
    return made_on(world, component, line, base * share, distance)


def made_on(
    world: World, component: Component, line: Line, exact: Decimal, distance: int
) -> Line | None:
    """A line that stands on another one, about the same event or period."""
    return made(
        world, component, component.deal, exact, level=distance, kind="override",
        event=line.event, on=line.event_on, about=line.about, origin=line.identity,
        step_no=line.step_no, client_id=line.client_id,
    )  # fmt: skip


def on_events(world: World, claims: Sequence[Claim], result: Result) -> None:
    """Overrides on the revenue or the quantity of events, by each ancestor's own component of the
    day (DECISIONS 10)."""
    by_event: dict[str, list[Claim]] = {}
    for claim in claims:
        by_event.setdefault(claim.lead.event.key, []).append(claim)
    for event in sorted(world.events, key=lambda e: e.order):
        direct = direct_of(world, event)
        if direct is None or world.is_rejected(event):
            continue
        chain = chain_of(world, direct.partner_id, event.on)
        for ancestor in chain[1:]:
            deal = deal_of(world, ancestor, event.brand, event.on)
            for component in components_of(world, deal, event.on) if deal else []:
                if component.type == "override" and component.get("base") in (
                    "revenue",
                    "quantity",
                ):
                    _on_event(world, component, event, direct, chain, by_event, result)


def _on_event(
    world: World,
    component: Component,
    event: Event,
    direct: Direct,
    chain: Sequence[str],
    by_event: dict[str, list[Claim]],
    result: Result,
) -> None:
    base = base_of(world, component, event)
    if base is None or filtered(world, component, event):
        return
    if direct.is_own and component.own_account == "none":
        return
    if direct.is_own and component.own_account == "upline_only":
        chain = chain[1:]
    distance = list(chain).index(component.deal.partner_id)
    share = rate_at(component, distance) if distance else None
    if share is None or not is_within_duration(world, component, chain[0], event.on):
        return
    amount = kept(base * share)
    follows = component.get("follows")
    for claim in by_event.get(event.key, ()) if follows else ():
        if claim.component.id == follows and kept(claim.uncapped) != 0:
            amount = divided(amount * claim.amount, kept(claim.uncapped))
    line = made(
        world, component, component.deal, amount, event=event, level=distance, kind="override"
    )
    if line:
        result.lines.append(line)


def base_of(world: World, component: Component, event: Event) -> Decimal | None:
    """ "Base `revenue`: spread revenue + commission of a trade, net sale …. Base `quantity`." """
    of, target = component.get("of"), component.deal.currency
    if component.get("base") == "quantity":
        if of == "lots":
            return event.number("lots") if event.kind == "trade" else None
        return units_of(world, event) if event.kind == of else None
    if of == "trades" and event.kind == "trade":
        amount = event.number("spread_revenue_amount") + event.number("commission_amount")
        return converted(world, amount, event.currency, target, event.on)
    if of == "sales" and event.kind == "sale":
        return converted(world, rest_of(world, event), event.currency, target, event.on)
    return None

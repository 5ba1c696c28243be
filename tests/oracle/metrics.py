"""Metrics of a deal in a period, a look-back or some days (COMMISSIONS, "Tiers", and "active
client" among the words; RULINGS, "Tiers and metrics")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tests.oracle.chain import chain_of, direct_of
from tests.oracle.facts import Event, Period, Row, World
from tests.oracle.money import converted, divided
from tests.oracle.places import component_of, names_of, registered_on
from tests.oracle.quantities import filtered
from tests.oracle.spec import TRADE_TYPES, Component, number
from tests.oracle.terms import deal_of, modifier_of, version_for


@dataclass(frozen=True)
class Moment:
    """Where a component looks from: its period; of an event component the event's day, and up to
    which fact, where the fact itself ends what is read."""

    component: Component
    period: Period
    on: date | None = None
    up_to: Event | None = None
    partner_id: str | None = None


def measured(
    world: World, ask: Row, at: Moment, base: Callable[[Period], Decimal] | None = None
) -> Decimal:
    """The value of a metric: of the period, of the one before (`previous`), the sum of the n before
    / n (`average`; "also when the partner is younger"), or of the n days that end "on the
    period's last day (period component) or the day before the event (event component)". "No
    history is 0." """
    back = ask.get("look_back")
    if back is None:
        return _in_period(world, ask, at, at.period, base)
    if back == "previous":
        return _before(world, ask, at, 1, base)
    if back.get("average") is not None:
        count = int(back["average"])
        total = sum((_before(world, ask, at, n, base) for n in range(1, count + 1)), Decimal(0))
        return divided(total, Decimal(count))
    days = int(back["rolling_days"])
    last = at.period.last if at.on is None else at.on - timedelta(days=1)
    return _in_days(world, ask, at, last - timedelta(days=days - 1), last)


def _before(
    world: World, ask: Row, at: Moment, back: int, base: Callable[[Period], Decimal] | None
) -> Decimal:
    period = world.period_before(at.period, back)
    return _in_period(world, ask, at, period, base) if period else Decimal(0)


def _in_period(
    world: World, ask: Row, at: Moment, period: Period, base: Callable[[Period], Decimal] | None
) -> Decimal:
    if ask["metric"] == "base":
        assert base is not None
        return base(period)
    if ask["metric"] == "commission":
        deal_id = at.component.deal.deal_id
        found: Decimal = world.memory.get(("commission", deal_id, period.period_id), Decimal(0))
        return found
    return _in_days(world, ask, at, period.first, period.last)


def _in_days(world: World, ask: Row, at: Moment, first: date, last: date) -> Decimal:
    network = bool(ask.get("network"))
    if ask["metric"] == "qualified_clients":
        return Decimal(len(qualified(world, at, first, last, network)))
    return _value(world, ask, at, facts_in(world, at, first, last, network))


def facts_in(
    world: World, at: Moment, first: date, last: date, network: bool = False
) -> list[Event]:
    """What the deal's clients did in some days, each fact by its own day; "own trades under
    `own_account: none` count nowhere", and so does what a review rejected or the component's
    filters keep out. `network` "counts the partner and all below it at the event's time"."""
    key = ("facts_in", at.component, at.partner_id, first, last, network)
    if key not in world.memory:
        world.memory[key] = sorted(
            (
                event
                for event in world.events
                if first <= event.on <= last and _counts(world, at, event, network)
            ),
            key=lambda event: event.order,
        )
    found: list[Event] = world.memory[key]
    if at.up_to is not None:
        return [event for event in found if event.order <= at.up_to.order]
    return found


def _counts(world: World, at: Moment, event: Event, network: bool) -> bool:
    component = at.component
    partner_id = at.partner_id or component.deal.partner_id
    chain = standing(world, at, event, network)
    if world.is_rejected(event) or partner_id not in (chain if network else chain[:1]):
        return False
    deal = deal_of(world, partner_id, event.brand, event.on)
    if deal is None or (at.partner_id is None and deal.deal_id != component.deal.deal_id):
        return False
    if component.by_registration:
        found = version_for(world, deal, event.on, registered_on(world, event.client_id))
        if found is None or found[0] + 1 != component.version_no:
            return False
    return _let_through(world, component, event)


def standing(world: World, at: Moment, event: Event, network: bool) -> list[str]:
    """The chain that a fact has for a component. DECISIONS 38, own accounts: "the word of the
    owner's own component of that id decides; the component of the same id of the partner just
    above takes it as its own". What the network did, and what others of a chain did, is told by
    the asking component's word."""
    component = at.component
    direct = direct_of(world, event)
    if direct is None:
        return []
    chain = chain_of(world, direct.partner_id, event.on)
    if not direct.is_own:
        return chain
    word = component.own_account
    if not network and at.partner_id is None:
        part = component_of(world, event, direct.partner_id, component.id)
        word = part.own_account if part and same_kind(part, component) else "none"
    return {"earns": chain, "upline_only": chain[1:], "none": []}[word]


def same_kind(one: Component, other: Component) -> bool:
    """Whether two components are about the same: a type, and an action or stakes."""
    kinds = ("per_action", "per_turnover")
    names = ("action", "of") if one.type in kinds else ()
    return one.type == other.type and all(one.get(n) == other.get(n) for n in names)


def _let_through(world: World, component: Component, event: Event) -> bool:
    """RULINGS: "Metrics count what the component's filters let through"."""
    if event.kind == "trade" and component.type not in TRADE_TYPES:
        return not is_demo(world, event)
    return filtered(world, component, event) is None


def is_demo(world: World, event: Event) -> bool:
    account = world.accounts.get(event.row.get("account_id"), {})
    return event.kind == "trade" and bool(account.get("is_demo"))


def _value(world: World, ask: Row, at: Moment, facts: Sequence[Event]) -> Decimal:
    """The value of a metric over some facts; money in the deal's currency. RULINGS: "Demo trades
    count only in the lots of a component that lists them." """
    metric, component = ask["metric"], at.component
    if metric != "lots":
        facts = [event for event in facts if not is_demo(world, event)]
    if metric == "lots":
        return sum((lots_of(world, component, e) for e in facts if e.kind == "trade"), Decimal(0))
    if metric == "active_clients":
        return Decimal(len(active_clients(world, component, facts)))
    if metric == "first_deposits":
        return Decimal(len(first_deposits(world, facts)))
    if metric in COUNTS:
        return Decimal(sum(event.kind == COUNTS[metric] for event in facts))
    amount = AMOUNTS[metric]
    return sum(
        (converted(world, amount(e), e.currency, component.currency, e.on) for e in facts),
        Decimal(0),
    )


def qualified(world: World, at: Moment, first: date, last: date, network: bool) -> set[str]:
    """Clients that qualified for a CPA in some days; DECISIONS 35: "a CPA's own; for any other
    component the clients of all CPAs of the deal, each once"."""
    return {
        event.client_id or ""
        for event, component in world.memory.get("qualified", ())
        if first <= event.on <= last
        and _is_asked(world, at, event, component, network)
        and (at.up_to is None or _place(event) <= _place(at.up_to))
    }


def _place(event: Event) -> tuple[object, ...]:
    """ "Order: qualification time, then client id"."""
    return event.at, event.client_id or ""


def _is_asked(world: World, at: Moment, event: Event, component: Component, network: bool) -> bool:
    asking = at.component
    if asking.type == "cpa" and component.id != asking.id:
        return False
    if asking.by_registration and component.version_no != asking.version_no:
        return False
    partner_id = at.partner_id or asking.deal.partner_id
    if network:
        return partner_id in chain_of(world, component.deal.partner_id, event.on)
    if at.partner_id is not None:
        return component.deal.partner_id == partner_id
    return component.deal.deal_id == asking.deal.deal_id


def active_clients(world: World, component: Component, facts: Sequence[Event]) -> set[str]:
    """ "In the period, at least one stake above 0, one closed trade or one sale; a plan may declare
    another metric and minimum in `active_when`. A minimum of n is met by exactly n." """
    rule = component.version.get("active_when")
    if rule is None:
        return {event.client_id or "" for event in facts if is_active(event)}
    found = set()
    for client_id in {event.client_id for event in facts if event.client_id}:
        own = [event for event in facts if event.client_id == client_id]
        if _client_value(world, component, rule["metric"], own) >= number(rule["at_least"]):
            found.add(client_id)
    return found


def _client_value(
    world: World, component: Component, metric: str, facts: Sequence[Event]
) -> Decimal:
    if metric == "trades":
        return Decimal(sum(event.kind == "trade" for event in facts))
    if metric == "sales":
        return Decimal(sum(event.kind == "sale" for event in facts))
    if metric == "lots":
        return sum((lots_of(world, component, e) for e in facts if e.kind == "trade"), Decimal(0))
    amount = AMOUNTS[metric]
    return sum(
        (converted(world, amount(e), e.currency, component.currency, e.on) for e in facts),
        Decimal(0),
    )


def is_active(event: Event) -> bool:
    """ "At least one stake above 0, one closed trade or one sale"."""
    return event.kind in ("trade", "sale") or (
        event.kind == "activity" and event.number("stakes") > 0
    )


def lots_of(world: World, component: Component, trade: Event) -> Decimal:
    """ "Lots (after the modifier)"."""
    if not component.get("lot_modifiers"):
        return trade.number("lots")
    names = names_of(world, trade)
    return trade.number("lots") * modifier_of(component, names["symbol"], names["symbol_group"])


def net_revenue(event: Event) -> Decimal:
    """RULINGS: "`net_revenue` is the delivered column (else stakes - payouts - voids)"."""
    if event.kind != "activity":
        return Decimal(0)
    if event.row.get("net_revenue") is not None:
        return event.number("net_revenue")
    return gross(event)


def gross(event: Event) -> Decimal:
    """ "`gross = stakes - payouts - voids`"."""
    if event.kind != "activity":
        return Decimal(0)
    return event.number("stakes") - event.number("payouts") - event.number("voids")


def first_deposits(world: World, facts: Sequence[Event]) -> list[Event]:
    """Deposits that are the first of their client."""
    found = []
    for event in facts:
        if event.kind == "deposit":
            all_of_client = [
                e for e in world.facts_of(event.client_id or "") if e.kind == "deposit"
            ]
            if all_of_client[0].key == event.key:
                found.append(event)
    return found


def _amount_of(kind: str) -> Callable[[Event], Decimal]:
    return lambda event: event.number("amount") if event.kind == kind else Decimal(0)


COUNTS = {"registrations": "registration", "sales": "sale"}
AMOUNTS: dict[str, Callable[[Event], Decimal]] = {
    "deposits": _amount_of("deposit"),
    "net_sales": lambda e: _amount_of("sale")(e) - _amount_of("refund")(e),
    "turnover": lambda e: e.number("stakes") if e.kind == "activity" else Decimal(0),
    "net_revenue": net_revenue,
}

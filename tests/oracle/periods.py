"""Period components: `revshare`, `flat_fee`, `bonus`, and overrides on a period's revenue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.oracle.bases import bases_of, by_account
from tests.oracle.carryover import Carried
from tests.oracle.chain import chain_of, direct_of, is_within_duration
from tests.oracle.claims import fixed_rate, window_of
from tests.oracle.facts import Event, Period, World
from tests.oracle.fence import Fenced, fence
from tests.oracle.lines import Line, made
from tests.oracle.metrics import Moment, facts_in, measured
from tests.oracle.money import divided
from tests.oracle.overrides import is_of_period, rate_at
from tests.oracle.period_levels import Earned, chain_lines
from tests.oracle.period_terms import days_of_deal, in_period
from tests.oracle.places import component_of, registered_on
from tests.oracle.pricing import Priced, base_key, priced
from tests.oracle.quantities import filtered
from tests.oracle.recoup import Taken, recouped
from tests.oracle.spec import PERIOD_TYPES, Component, caps_of, number, rate
from tests.oracle.terms import deal_of, rate_of, version_for
from tests.oracle.tiers import conditions_hold, step_of

Key = tuple[object, ...]


@dataclass
class Running:
    """What goes on from period to period."""

    carried: dict[Key, Carried] = field(default_factory=dict)
    fenced: dict[Key, Fenced] = field(default_factory=dict)
    rules: dict[Key, object] = field(default_factory=dict)
    taken: dict[Key, Taken] = field(default_factory=dict)
    paid: dict[Key, list[tuple[Period, Decimal]]] = field(default_factory=dict)


def period_lines(world: World, event_lines: Sequence[Line]) -> list[tuple[Component, list[Line]]]:
    """The lines of each period component of each deal, oldest period first; those of one component
    and period (and of one direct partner without a deal) together, the direct partner's first."""
    running, found = Running(), []
    for period in sorted(world.periods, key=lambda p: (p.number, p.calendar_id)):
        for component in in_period(world, period, (*PERIOD_TYPES, "override")):
            if component.type == "override":
                if is_of_period(component):
                    lines = _override_lines(world, component, period, running)
                    found += [(component, [line]) for line in lines]
                continue
            own = _earned(world, component, period, event_lines, running)
            for earned in (own, *_earned_above(world, component, period, running)):
                found.append((component, chain_lines(world, component, period, earned)))
    return [(component, lines) for component, lines in found if lines]


def _earned(
    world: World,
    component: Component,
    period: Period,
    event_lines: Sequence[Line],
    running: Running,
) -> Earned:
    if component.type == "revshare":
        result = _share(world, component, period, running)
        taken = running.taken.setdefault(component.state_key, {})
        amount = recouped(event_lines, component, period, result.amounts, taken)
    elif component.type == "flat_fee":
        result = Priced({}, {})
        amount = _flat_fee(world, component, period)
    else:
        result = Priced({}, {})
        amount = _bonus(world, component, period)
    capped = _capped(component, period, amount, running)
    return Earned(result, amount, capped)


def _share(world: World, component: Component, period: Period, running: Running) -> Priced:
    """The share on the clients of the deal."""
    facts = facts_in(world, Moment(component, period), period.first, period.last)
    return _priced(world, component, period, running, facts, ())


def _earned_above(
    world: World, component: Component, period: Period, running: Running
) -> Iterator[Earned]:
    """RULINGS: "If the direct partner has no deal, a differential pays those above with r0 = 0 by
    the component of the lowest one that has it"; DECISIONS 80: "the clients of each such partner
    are a base of their own"."""
    if component.type != "revshare" or component.algebra != "differential":
        return
    for partner_id in sorted(world.partners):
        facts = _led(world, component, partner_id, period.first, period.last)
        result = _priced(world, component, period, running, facts, (partner_id,))
        amount = sum(result.amounts.values(), Decimal(0))
        capped = _capped(component, period, amount, running, (partner_id,))
        yield Earned(result, amount, capped, clients_of=partner_id)


def _led(
    world: World, component: Component, partner_id: str, first: date, last: date
) -> list[Event]:
    """What the clients of a partner did on days when it had no deal, and a component of a partner
    above it spoke for it: the lowest one that has the id. Own accounts without a component of
    their owner are told nothing (DECISIONS 75)."""
    found = []
    for event in sorted(world.events, key=lambda event: event.order):
        direct = direct_of(world, event) if first <= event.on <= last else None
        if direct is None or direct.is_own or direct.partner_id != partner_id:
            continue
        lowest = _lowest(world, event, component)
        is_led = lowest is not None and lowest.state_key == component.state_key
        if is_led and filtered(world, component, event) is None:
            found.append(event)
    return found


def _lowest(world: World, event: Event, like: Component) -> Component | None:
    """The component of the id nearest above a direct partner without a deal."""
    key = ("lowest", event.key, like.id, like.type)
    if key not in world.memory:
        direct, found = direct_of(world, event), None
        if direct and not deal_of(world, direct.partner_id, event.brand, event.on):
            chain = chain_of(world, direct.partner_id, event.on)
            parts = (component_of(world, event, above, like.id) for above in chain[1:])
            found = next((part for part in parts if part and part.type == like.type), None)
        world.memory[key] = None if world.is_rejected(event) else found
    lowest: Component | None = world.memory[key]
    return lowest


def _priced(
    world: World,
    component: Component,
    period: Period,
    running: Running,
    facts: Sequence[Event],
    more: Key,
) -> Priced:
    """ "Client bases in the deal's currency → fence → netting inside the account → carried base →
    step → price → carried commission"; `more` tells accounts apart that are not the deal's own."""
    carried, fenced = _state(running, component, more)
    parts = bases_of(world, component, facts)
    fence(component, parts, fenced, component.deal.digits)
    base = sum(by_account(parts).values(), Decimal(0))
    if not more:
        world.memory[base_key(component, period)] = base
    share = None
    if component.algebra == "fixed_per_level":
        share = fixed_rate(component, 0) or Decimal(0)
    return priced(world, component, period, parts, carried, share)


def _state(running: Running, component: Component, more: Key) -> tuple[Carried, Fenced]:
    """ "`brand` (the same, surviving a change of deal)"; RULINGS: "a deal in another currency
    starts fresh", "a version that changes policy, level or scope of a carryover starts with
    nothing carried"."""
    rule = component.get("carryover", {})
    key = (*component.state_key, *more)
    if rule.get("scope") == "brand":
        deal, version = component.deal, component.state_key[2]
        key = ("brand", deal.partner_id, deal.brand, component.id, deal.currency, version, *more)
    part = (*component.state_key, *more)
    words = (rule.get("policy"), rule.get("level"), rule.get("scope"))
    if key not in running.carried or running.rules.get(part, words) != words:
        running.carried[key] = Carried()
        running.fenced[key] = Fenced()  # DECISIONS 33: what is fenced belongs to the account.
    running.rules[part] = words
    return running.carried[key], running.fenced.setdefault(key, Fenced())


def _flat_fee(world: World, component: Component, period: Period) -> Decimal:
    """ "Amount x active days / days of the period, first and last day counted"."""
    if period.first > world.today:
        return Decimal(0)
    amount = rate_of(world, component, {}) or Decimal(0)
    active = days_of_deal(world, component.deal.deal_id, period)
    return divided(amount * active, Decimal((period.last - period.first).days + 1))


def _bonus(world: World, component: Component, period: Period) -> Decimal:
    """ "The amount of the highest step reached on a metric, never the sum; no step, 0"."""
    if period.first > world.today:
        return Decimal(0)
    at = Moment(component, period)
    tiers = component.tiers or {}
    value = measured(world, tiers, at)
    step = step_of(component.steps, value, conditions_hold(world, at, value))
    return rate(step) if step else Decimal(0)


def _capped(
    component: Component, period: Period, amount: Decimal, running: Running, more: Key = ()
) -> Decimal:
    """RULINGS: "Period components take caps per deal only." """
    before = running.paid.setdefault((*component.state_key, *more), [])
    for rule in sorted(caps_of(component), key=lambda r: ("period", "life").index(window_of(r))):
        life = before if window_of(rule) == "life" else []
        if rule.get("count") is not None:
            used = sum(paid != 0 for _, paid in life)
            amount = amount if used < int(rule["count"]) else Decimal(0)
        else:
            left = number(rule["amount"]) - sum((paid for _, paid in life), Decimal(0))
            amount = min(amount, max(Decimal(0), left))
    before.append((period, amount))
    return amount


def _override_lines(
    world: World, component: Component, period: Period, running: Running
) -> list[Line]:
    """RULINGS: "an override on a period's revenue takes each fact by its own day, chain and
    duration, with its own base, deductions and carryover, each distance by itself"."""
    found = []
    for distance in range(1, len(component.get("rates", ())) + 1):
        facts = [
            event
            for event in sorted(world.events, key=lambda e: e.order)
            if period.first <= event.on <= period.last
            and _is_below(world, component, event, distance)
        ]
        carried, _ = _state(running, component, (distance,))
        parts = bases_of(world, component, facts)
        result = priced(world, component, period, parts, carried, rate_at(component, distance))
        amount = sum(result.amounts.values(), Decimal(0))
        line = made(
            world, component, component.deal, amount, period=period, level=distance,
            kind="override",
        )  # fmt: skip
        if line:
            found.append(line)
    return found


def _is_below(world: World, component: Component, event: Event, distance: int) -> bool:
    """Whether the ancestor stands at a distance above the direct partner of a fact."""
    direct = direct_of(world, event)
    if direct is None or world.is_rejected(event):
        return False
    chain = chain_of(world, direct.partner_id, event.on)
    if direct.is_own and component.own_account == "none":
        return False
    if direct.is_own and component.own_account == "upline_only":
        chain = chain[1:]
    if distance >= len(chain) or chain[distance] != component.deal.partner_id:
        return False
    if not is_within_duration(world, component, chain[0], event.on):
        return False
    deal = deal_of(world, chain[distance], event.brand, event.on)
    if deal is None or deal.deal_id != component.deal.deal_id:
        return False
    found = version_for(world, deal, event.on, registered_on(world, event.client_id))
    return not component.by_registration or found == (component.version_no - 1, True)

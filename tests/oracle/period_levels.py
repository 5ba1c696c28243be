"""The chain's lines of a period component; RULINGS: "A period line has the chain of its last day,
and duration is tested on that day"."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tests.oracle.chain import chain_of, is_within_duration
from tests.oracle.claims import fixed_rate
from tests.oracle.facts import Deal, Period, World
from tests.oracle.levels import divide, passed_shares, same_unit
from tests.oracle.lines import Line, made
from tests.oracle.metrics import Moment, measured
from tests.oracle.money import converted, divided, kept, rounded
from tests.oracle.period_terms import days_of_deal
from tests.oracle.pricing import Priced, account_names
from tests.oracle.spec import Component, number, rate
from tests.oracle.terms import components_in, components_of, deal_of, rate_of
from tests.oracle.tiers import conditions_hold, step_of


@dataclass(frozen=True)
class Earned:
    """What the direct partner earns in a period before and after caps; `clients_of` is a direct
    partner that has no deal and earns nothing of it."""

    priced: Priced
    uncapped: Decimal
    amount: Decimal
    clients_of: str | None = None


def chain_lines(world: World, component: Component, period: Period, earned: Earned) -> list[Line]:
    """The direct partner's line and those above it."""
    chain = chain_of(world, earned.clients_of or component.deal.partner_id, period.last)
    amounts = {} if earned.clients_of else {0: earned.amount}
    if component.algebra == "differential":
        amounts |= _differential(world, component, period, earned, chain)
    elif component.algebra == "split":
        amounts = _split(world, component, period, earned, chain)
    elif component.algebra == "fixed_per_level":
        amounts = _fixed(world, component, period, earned, chain)
    found: list[Line] = []  # DECISIONS 60: each direct line gives the upline a line of its own.
    for level in sorted(amounts):
        deal = component.deal if level == 0 else _deal_at(world, component, chain[level], period)
        if deal is None or (component.algebra != "fixed_per_level" and level >= component.depth):
            continue
        if level and not is_within_duration(world, component, chain[0], period.last):
            continue
        exact = converted(
            world, kept(amounts[level]), component.currency, deal.currency, period.last
        )
        origin = found[0].identity if found and found[0].level == 0 else None
        line = made(
            world, component, deal, exact, period=period, level=level, origin=origin,
            clients_of=earned.clients_of,
        )  # fmt: skip
        if line:
            found.append(line)
    return found


def _deal_at(world: World, component: Component, partner_id: str, period: Period) -> Deal | None:
    return deal_of(world, partner_id, component.deal.brand, period.last)


def _paid(earned: Earned, amount: Decimal) -> Decimal:
    """ "Theirs x paid / uncapped of the direct partner's line"."""
    if earned.uncapped in (earned.amount, 0):
        return amount
    return divided(amount * earned.amount, earned.uncapped)


def _differential(
    world: World, component: Component, period: Period, earned: Earned, chain: list[str]
) -> dict[int, Decimal]:
    """RULINGS: "a period component multiplies the base that was priced"."""
    amounts: dict[int, Decimal] = {}
    for level in range(1, len(chain)):
        total = Decimal(0)
        if component.type == "flat_fee":
            amounts[level] = _fee(world, component, period, earned, chain[: level + 1])
            continue
        for account, base in earned.priced.bases.items():
            names = account_names(world, component, account)
            rates = [
                _rate(world, component, period, one, names, is_direct=at == 0) or Decimal(0)
                for at, one in enumerate(chain[: level + 1])
            ]
            if earned.clients_of:
                rates[0] = Decimal(0)  # "if the direct partner has no deal, … with r0 = 0"
            total += kept(base * max(Decimal(0), rates[-1] - max(rates[:-1])))
        amounts[level] = _paid(earned, total)
    return amounts


def _fee(
    world: World, component: Component, period: Period, earned: Earned, chain: list[str]
) -> Decimal:
    """The last one's difference x active days / days: the direct partner's own quantity, and what
    a cap left of it. RULINGS: "multiply first, divide once, last"."""
    rates = [
        _rate(world, component, period, one, {}, is_direct=at == 0) or Decimal(0)
        for at, one in enumerate(chain)
    ]
    active = days_of_deal(world, component.deal.deal_id, period)
    more = max(Decimal(0), rates[-1] - max(rates[:-1]))
    days = Decimal((period.last - period.first).days + 1)
    if earned.uncapped in (earned.amount, 0):
        return divided(more * active, days)
    return divided(more * active * earned.amount, days * earned.uncapped)


def _rate(
    world: World,
    component: Component,
    period: Period,
    partner_id: str,
    names: dict[str, object],
    *,
    is_direct: bool,
) -> Decimal | None:
    """A member's own rate for the component of the same id: single, or "slab steps on another
    metric than the base"."""
    part: Component | None = component
    if not is_direct:
        deal = _deal_at(world, component, partner_id, period)
        parts = components_of(world, deal, period.last) if deal else []
        if deal and component.by_registration and deal.plan_id == component.deal.plan_id:
            parts = components_in(world, deal, component.version_no - 1, True)  # DECISIONS 91
        part = next((one for one in parts if one.id == component.id), None)
    if part is None or not same_unit(part, component):
        return None
    if not part.steps or part.tiers is None:
        return rate_of(world, part, names)
    if part.tiers["metric"] == "base" or part.tiers["kind"] == "marginal":
        return None
    own = world.period_of(part.deal.calendar_id, period.last)
    if own is None:
        return None
    at = Moment(part, own)
    value = measured(world, part.tiers, at)
    step = step_of(part.steps, value, conditions_hold(world, at, value))
    return rate(step) if step else None


def _split(
    world: World, component: Component, period: Period, earned: Earned, chain: list[str]
) -> dict[int, Decimal]:
    digits = component.deal.digits if component.digits is None else component.digits
    if component.levels.get("passed_down"):
        shares = passed_shares(world, component, chain, period.last)
    else:
        lists = {len(shares): shares for shares in component.levels["shares"]}
        shares = [number(share) for share in lists[min(len(chain), max(lists))]]
    return dict(enumerate(divide(rounded(earned.amount, digits), shares, digits)))


def _fixed(
    world: World, component: Component, period: Period, earned: Earned, chain: list[str]
) -> dict[int, Decimal]:
    """The table times the base that was priced; a place that is not qualified for stays with the
    operator, or is taken by the next one (`compression`)."""
    base = sum(earned.priced.bases.values(), Decimal(0))
    amounts, place = {}, 0
    compressed = bool(component.levels.get("compression"))
    for level in range(len(chain)):
        distance = place if compressed else level
        if distance >= component.depth or not _qualifies(world, component, period, chain, level):
            continue
        own = kept(base * (fixed_rate(component, distance) or Decimal(0)))
        amounts[level] = earned.amount if distance == 0 else _paid(earned, own)
        place += 1
    return amounts


def _qualifies(
    world: World, component: Component, period: Period, chain: list[str], level: int
) -> bool:
    """ "A metric with a minimum in the period; always: deal active, partner not suspended"."""
    deal = component.deal if level == 0 else _deal_at(world, component, chain[level], period)
    rule = component.levels.get("qualifies_when")
    if deal is None or rule is None:
        return deal is not None
    if world.partners[chain[level]].get("status") == "suspended":
        return False
    at = Moment(component, period, partner_id=chain[level] if level else None)
    return measured(world, rule, at) >= number(rule["at_least"])

"""`revshare`: a base summed over the period, priced, carried, locked and released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.attribution import registration_of
from tests.oracle.bases import Account, bases_of
from tests.oracle.carryover import Carried
from tests.oracle.facts import Component, Event, Period, Row, World
from tests.oracle.lines import Line, Result, minor_of
from tests.oracle.metrics import facts_of_deal, measured
from tests.oracle.money import kept
from tests.oracle.recoup import Taken, recouped
from tests.oracle.terms import rate_of
from tests.oracle.tiers import marginal, rate, rising, slab, step_of

CarryRule = tuple[str, str, str]


@dataclass
class Running:
    """What goes on from period to period: carryover by deal or brand; by deal the rule it follows
    and what was recouped."""

    carried: dict[tuple[object, ...], Carried] = field(default_factory=dict)
    rules: dict[tuple[str, str], CarryRule] = field(default_factory=dict)
    taken: dict[tuple[str, str], Taken] = field(default_factory=dict)


def pay_shares(world: World, result: Result) -> None:
    """Price each period of each deal that has a revenue share, oldest period first."""
    running = Running()
    locked: dict[tuple[str, str], list[Line]] = {}
    for period in sorted(world.periods, key=lambda p: p.number):
        for deal, component in _terms_in(world, period):
            carried = _carried_in(running, deal, component)
            facts = facts_of_deal(world, component, period, deal["deal_id"])
            amounts = priced(world, component, period, facts, carried)
            taken = running.taken.setdefault((deal["deal_id"], component.component_id), {})
            amount = recouped(world, result, component, period, amounts, taken)
            _book(world, (deal, component, period), amount, facts, locked, result)


def _terms_in(world: World, period: Period) -> list[tuple[Row, Component]]:
    """Deals with their revenue shares in a period: terms change on first days only, so the last
    ones of the period that rule are the only ones; earlier deals first."""
    found: dict[tuple[str, str], tuple[Row, Component]] = {}
    for component in world.components:
        runs = component.valid_from <= period.last and component.valid_to >= period.first
        if not runs or component.component_type != "revshare":
            continue
        if component.calendar_id != period.calendar_id:
            continue
        deal = next(
            deal
            for deal in world.deals
            if deal["deal_id"] == component.deal_id
            and deal["valid_from"] <= component.valid_to
            and deal["valid_to"] >= component.valid_from
        )
        found[component.deal_id, component.component_id] = (deal, component)
    return sorted(found.values(), key=lambda pair: (pair[1].valid_from, pair[0]["deal_id"]))


def _state_key(deal: Row, component: Component) -> tuple[object, ...]:
    """ "`brand` (the same, surviving a change of deal)"; RULINGS: "a deal in another currency
    starts fresh"."""
    if component.carry_scope == "brand":
        return (
            "brand", deal["partner_id"], deal["brand"], component.component_id,
            deal["currency_code"],
        )  # fmt: skip
    return ("deal", deal["deal_id"], component.component_id)


def _carried_in(running: Running, deal: Row, component: Component) -> Carried:
    """RULINGS: "A version that changes policy, level or scope of a carryover starts with nothing
    carried." """
    key, part = _state_key(deal, component), (deal["deal_id"], component.component_id)
    rule = (component.carry_policy, component.carry_level, component.carry_scope)
    if key not in running.carried or running.rules.get(part, rule) != rule:
        running.carried[key] = Carried()
    running.rules[part] = rule
    return running.carried[key]


def priced(
    world: World, component: Component, period: Period, facts: Sequence[Event], state: Carried
) -> dict[Account, Decimal]:
    """Each account's commission after netting and carryover; what is left behind is carried."""
    bases = bases_of(world, component, facts)
    accounts = sorted({*bases, *state.by_account}, key=str)
    own = {account: bases.get(account, Decimal(0)) for account in accounts}
    carried = {account: state.total(account) for account in accounts}
    by_commission = component.carry_level == "commission"
    value = _step_value(world, component, facts, own, carried)
    amounts: dict[Account, Decimal] = {}
    for account in accounts:
        carry = carried[account]
        if by_commission:
            own[account] = commission(world, component, account, own[account], value)
            amounts[account] = max(Decimal(0), own[account] + carry)
        elif own[account] + carry > 0:
            total = own[account] + carry
            amounts[account] = commission(world, component, account, total, value)
        if component.carry_policy == "full":
            state.add(component, account, period.number, own[account])
    return amounts


def _step_value(
    world: World,
    component: Component,
    facts: Sequence[Event],
    own: dict[Account, Decimal],
    carried: dict[Account, Decimal],
) -> Decimal:
    """What the step is found on: "the step is found on the sum of their bases, negatives
    included"; "`tier_on` … matters for carry at base level, slab, and the base as metric"."""
    if component.tier_metric not in (None, "base"):
        return measured(world, component.tier_metric, facts, component.currency_code)
    value = sum(own.values(), Decimal(0))
    if component.carry_level == "base" and component.tier_on != "period_base":
        value += sum(carried.values(), Decimal(0))
    return value


def commission(
    world: World, component: Component, account: Account, base: Decimal, value: Decimal
) -> Decimal:
    """Price one account's base; "a negative base is priced at the first step's rate"."""
    steps = component.children["deal_steps"]
    if component.tier_kind == "single":
        share = rate_of(component, _names(world, component, account))
        return kept(base * (share or Decimal(0)))
    if base < 0:
        return kept(base * rate(rising(steps)[0]))
    if component.tier_kind == "marginal":
        return kept(marginal(steps, base))
    if component.tier_metric == "base" and value < 0 and step_of(steps, value) is None:
        return kept(base * rate(rising(steps)[0]))
    return kept(slab(steps, value, base))


def _names(world: World, component: Component, account: Account) -> dict[str, Any]:
    """RULINGS: a table "by product only with `scope: product`, and by country, campaign … only
    with `scope: client`"."""
    if component.carry_scope == "product":
        return {"product": account[0]}
    if component.carry_scope == "client":
        registration = registration_of(world, str(account[0]))
        return {"country": registration.row.get("country") if registration else None}
    return {}


def _book(
    world: World,
    place: tuple[Row, Component, Period],
    amount: Decimal,
    facts: Sequence[Event],
    locked: dict[tuple[str, str], list[Line]],
    result: Result,
) -> None:
    """Lock what is below the gate, release what waited: "below it a positive amount is earned but
    locked … In the first later period that meets the gate, all locked lines of the component are
    released, each as a line of its own"."""
    deal, component, period = place
    waiting = locked.setdefault((deal["deal_id"], component.component_id), [])
    is_met = _meets_gate(world, component, facts)
    if is_met:
        for line in waiting:
            result.lines.append(_released(world, line, component, period))
        waiting.clear()
    if amount <= 0:
        return
    line = _line(world, deal, component, period, amount)
    if not is_met:
        line = replace(line, state="locked")
        waiting.append(line)
    result.lines.append(line)


def _meets_gate(world: World, component: Component, facts: Sequence[Event]) -> bool:
    """ "The gate is tested on each period alone." """
    if component.gate_metric is None:
        return True
    value = measured(world, component.gate_metric, facts, component.currency_code)
    return value >= Decimal(str(component.gate_minimum))


def _line(world: World, deal: Row, component: Component, period: Period, amount: Decimal) -> Line:
    payable = period.last + timedelta(days=component.hold_days)
    return Line(
        partner_id=deal["partner_id"],
        deal_id=deal["deal_id"],
        component_id=component.component_id,
        level=0,
        kind="earned",
        about=period.period_id,
        event_on=period.last,
        period_id=period.period_id,
        calendar_id=period.calendar_id,
        exact=amount,
        minor=minor_of(amount, component, deal),
        currency=deal["currency_code"],
        rounding=component.rounding,
        payable_from=payable,
        state=_state(world, payable),
    )


def _state(world: World, payable: date) -> str:
    return "pending" if payable > world.today else "approved"


def _released(world: World, line: Line, component: Component, period: Period) -> Line:
    """The locked line again, in the period that releases it; RULINGS: "A released line keeps its
    own hold": its days count from the period that it is released in."""
    payable = period.last + timedelta(days=component.hold_days)
    return replace(
        line,
        kind="released",
        about=line.period_id,
        event_on=period.last,
        period_id=period.period_id,
        payable_from=payable,
        state=_state(world, payable),
    )

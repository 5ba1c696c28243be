"""Price the bases of a period (COMMISSIONS, "Order of evaluation": carried base → step → price →
carried commission)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.oracle.attribution import registration_of
from tests.oracle.bases import Account, Part, bases_of, by_account, scope_of
from tests.oracle.carryover import Carried
from tests.oracle.facts import Event, Period, World
from tests.oracle.metrics import Moment, measured
from tests.oracle.money import kept
from tests.oracle.spec import Component, rate
from tests.oracle.terms import rate_of
from tests.oracle.tiers import Holds, conditions_hold, marginal, slab, step_of

Share = Callable[[Component, Account], Decimal | None]


@dataclass
class Priced:
    """What each account earns, and the base that was priced for it."""

    amounts: dict[Account, Decimal]
    bases: dict[Account, Decimal]


def priced(
    world: World,
    component: Component,
    period: Period,
    parts: Sequence[Part],
    state: Carried,
    share: Decimal | None = None,
) -> Priced:
    """Each account's commission after netting and carryover; what is left behind is carried.
    `share` is given where a rate stands outside of the component's table (overrides)."""
    bases = by_account(parts)
    accounts = sorted({*bases, *state.by_account}, key=str)
    own = {account: bases.get(account, Decimal(0)) for account in accounts}
    carried = {account: state.total(account) for account in accounts}
    rule = component.get("carryover", {})
    by_commission = rule.get("level") == "commission"
    pricing = _Pricing(world, component, period, own, carried, share)
    result = Priced({}, {})
    for account in accounts:
        carry = carried[account]
        if by_commission:
            own[account] = pricing.commission(account, own[account])
            result.amounts[account] = max(Decimal(0), own[account] + carry)
            result.bases[account] = bases.get(account, Decimal(0))
        elif own[account] + carry > 0:
            result.bases[account] = own[account] + carry
            result.amounts[account] = pricing.commission(account, own[account] + carry)
        if rule.get("policy") == "full":
            state.add(component, account, period.number, own[account])
    return result


class _Pricing:
    """One period's step, found once, and the accounts priced at it."""

    def __init__(
        self,
        world: World,
        component: Component,
        period: Period,
        own: Mapping[Account, Decimal],
        carried: Mapping[Account, Decimal],
        share: Decimal | None,
    ) -> None:
        self.world, self.component, self.share = world, component, share
        self.value = Decimal(0)
        self.holds: Holds | None = None
        if component.steps:
            self.value, self.holds = step_value(world, component, period, own, carried)

    def commission(self, account: Account, base: Decimal) -> Decimal:
        """Price one account's base; "a negative base is priced at the first step's rate, whatever
        its conditions"; DECISIONS 23 for the sum of accounts."""
        component, steps = self.component, self.component.steps
        if self.share is not None:
            return kept(base * self.share)
        if self.holds is None or component.tiers is None:
            found = rate_of(self.world, component, account_names(self.world, component, account))
            return kept(base * (found or Decimal(0)))
        if base < 0:
            return kept(base * rate(steps[0]))
        if component.tiers["kind"] == "marginal":
            return kept(marginal(steps, base, Decimal(0), self.holds))
        is_plain_base = component.tiers["metric"] == "base" and not component.tiers.get("look_back")
        if is_plain_base and self.value < 0 and step_of(steps, self.value, self.holds) is None:
            return kept(base * rate(steps[0]))
        return kept(slab(steps, self.value, base, self.holds))


def base_key(component: Component, period: Period) -> tuple[object, ...]:
    """Where the base of a period is kept, before anything was carried in."""
    return ("base", *component.state_key, period.calendar_id, period.period_id)


def step_value(
    world: World,
    component: Component,
    period: Period,
    own: Mapping[Account, Decimal],
    carried: Mapping[Account, Decimal],
) -> tuple[Decimal, Holds]:
    """What the step is found on: "the step is found on the sum of their bases, negatives
    included"; "`tier_on` … matters for carry at base level, slab, and the base as metric"."""
    tiers = component.tiers or {}
    at = Moment(component, period)

    def base_of(other: Period) -> Decimal:
        """DECISIONS 40 and 82: the base of a period before, by the terms that it had then."""
        found: Decimal = world.memory.get(base_key(component, other), Decimal(0))
        return found

    base = sum(own.values(), Decimal(0))
    on_base = tiers.get("on", tiers.get("tier_on", "after_carryover"))
    if component.get("carryover", {}).get("level") == "base" and on_base != "period_base":
        base += sum(carried.values(), Decimal(0))
    if tiers["metric"] == "base" and not tiers.get("look_back"):
        value = base
    else:
        value = measured(world, tiers, at, base_of)
    return value, conditions_hold(world, at, base, base_of)


def account_names(world: World, component: Component, account: Account) -> dict[str, Any]:
    """RULINGS: a table "by product only with `scope: product`, and by country, campaign or account
    type only with `scope: client`"."""
    if scope_of(component) == "product":
        return {"product": account[0]}
    if scope_of(component) == "client":
        registration = registration_of(world, str(account[0]))
        return {"country": registration.row.get("country") if registration else None}
    return {}


def parts_of(world: World, component: Component, facts: Sequence[Event]) -> list[Part]:
    return bases_of(world, component, facts)

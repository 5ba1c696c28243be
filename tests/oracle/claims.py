"""What each event claims from each component: quantity, price, and what caps leave of it
("quantity → step and rate → caps")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from tests.oracle.facts import Period, World
from tests.oracle.lines import Result
from tests.oracle.metrics import Moment, measured
from tests.oracle.money import converted, divided, kept
from tests.oracle.places import Lead, leads_of, names_of
from tests.oracle.quantities import divisor_of, listens, quantity_of, refusal
from tests.oracle.spec import Component, caps_of, number, rate
from tests.oracle.terms import rate_of
from tests.oracle.tiers import conditions_hold, marginal, step_of

# DECISIONS 43: "a count is priced by position".
POSITIONS = ("sales", "registrations")


@dataclass
class Claim:
    """`uncapped` is the direct partner's price, `amount` what its caps leave; `rate` is None where
    slices or a step's difference made it. All in the deal's currency, exact."""

    lead: Lead
    quantity: Decimal
    rate: Decimal | None = None
    uncapped: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    reason: str | None = None
    step_no: int | None = None

    @property
    def component(self) -> Component:
        return self.lead.component

    @property
    def order(self) -> tuple[object, ...]:
        return (*self.lead.event.order, self.step_no or 0)

    @property
    def is_lead_partners(self) -> bool:
        """Whether p0 itself has the component (else p0 has no deal, and its rate is 0)."""
        return self.lead.chain[0] == self.component.deal.partner_id


def claims_of(world: World, result: Result) -> list[Claim]:
    """Every event of every component, priced; refused ones too."""
    found = []
    for event in sorted(world.events, key=lambda e: e.order):
        if event.kind == "trade" and event.client_id is None:
            result.unpaid[event.key, ""] = "unmatched_account"
            continue
        noted = result if event.kind in ("trade", "sale") else Result()
        for lead in leads_of(world, event, partial(listens, event=event), noted):
            found.append(_claim(world, lead))
    for same in grouped(found).values():
        price(world, same)
        cap(world, same)
    return found


def _claim(world: World, lead: Lead) -> Claim:
    reason = refusal(world, lead.component, lead.event)
    if reason:
        return Claim(lead, Decimal(0), reason=reason)
    quantity = quantity_of(world, lead.component, lead.event, lead.component.currency)
    return Claim(lead, quantity)


def grouped(claims: Sequence[Claim]) -> dict[object, list[Claim]]:
    """Claims by component of a deal: the same id goes on through the deal's versions."""
    found: dict[object, list[Claim]] = {}
    for claim in sorted(claims, key=lambda c: c.order):
        found.setdefault(claim.component.state_key, []).append(claim)
    return found


def price(world: World, claims: Sequence[Claim]) -> None:
    """Find the rate of each claim, or cut it into slices."""
    running: dict[Period | None, Decimal] = {}
    for claim in claims:
        if claim.reason:
            continue
        component, event = claim.component, claim.lead.event
        period = world.period_of(component.deal.calendar_id, event.on)
        if component.algebra == "fixed_per_level":
            _set(claim, fixed_rate(component, 0))
        elif not component.steps:
            _set(claim, rate_of(world, component, names_of(world, event)))
        elif period is not None:
            before = running.get(period, Decimal(0))
            running[period] = before + claim.quantity
            _by_steps(world, claim, period, before)


def fixed_rate(component: Component, distance: int) -> Decimal | None:
    """ "A table by distance"."""
    for at, row in enumerate(component.levels.get("table", component.levels.get("rates", ()))):
        if isinstance(row, str):
            if at == distance:
                return number(row)
        elif int(row["distance"]) == distance:
            return number(row.get("value", row.get("rate")))
    return None


def _set(claim: Claim, rate_: Decimal | None) -> None:
    """ "No row: 0 with the reason `no_rate`." """
    claim.rate = rate_
    if rate_ is None:
        claim.reason = "no_rate"
    claim.uncapped = worth(claim.component, claim.quantity, rate_ or Decimal(0))


def worth(component: Component, quantity: Decimal, rate_: Decimal) -> Decimal:
    """ "Multiply first, divide once, last." """
    return divided(quantity * rate_, divisor_of(component))


def _by_steps(world: World, claim: Claim, period: Period, before: Decimal) -> None:
    """ "`metric: event` finds the step for each event from its own amount, quantity, or a declared
    ratio of two of its fields; `marginal` slices the event. With a period or look-back metric an
    event component in `slab` prices all events of the period at the step reached; `marginal`
    prices the running total in event order and cuts the event that crosses." """
    component, tiers = claim.component, claim.component.tiers or {}
    by_event = tiers["metric"] == "event"
    at = Moment(component, period, claim.lead.event.on)
    value = event_value(world, claim, tiers) if by_event else Decimal(0)
    holds = conditions_hold(world, at, value)
    if tiers["kind"] == "marginal" and tiers["metric"] in POSITIONS:
        value = measured(world, tiers, replace(at, up_to=claim.lead.event))
    elif tiers["kind"] == "marginal":
        start = Decimal(0) if by_event else before
        amount = marginal(component.steps, claim.quantity, start, holds)
        claim.uncapped = divided(amount, divisor_of(component))
        return
    elif not by_event:
        value = measured(world, tiers, at)
    step = step_of(component.steps, value, holds)
    if step is None:
        claim.reason = "below_first_step"
        return
    _set(claim, rate(step))


def event_value(world: World, claim: Claim, tiers: object) -> Decimal:
    """The event's own amount (in the deal's currency), quantity, or a ratio of two fields."""
    assert isinstance(tiers, dict)
    of, event = tiers.get("of"), claim.lead.event
    if isinstance(of, dict):
        below = event.number(of["to"])
        return divided(event.number(of["of"]), below) if below else Decimal(0)
    if of == "amount" and claim.component.type in ("per_action", "per_lot"):
        target = claim.component.currency
        return converted(world, event.number("amount"), event.currency, target, event.on)
    return claim.quantity


def cap(world: World, claims: Sequence[Claim]) -> None:
    """ "`per` (event, client, deal) x `window` (period or life; for a client life unless said) x
    `amount` or `count`, on exact amounts in the deal's currency, in event order, narrowest first.
    The last amount is trimmed to what is left, its rest is zero with the reason `capped`." RULINGS:
    "A life cap counts everything the component earned under the deal since its first day, locked
    amounts included, whatever an earlier version said." """
    paid: list[tuple[Claim, Period | None]] = []
    for claim in claims:
        period = world.period_of(claim.component.deal.calendar_id, claim.lead.event.on)
        claim.amount = kept(claim.uncapped)
        if period is None:
            continue  # outside the calendar nothing is paid: there is no period to pay it in
        if claim.amount > 0:
            for rule in sorted(caps_of(claim.component), key=_narrow):
                before = [c for c, of in paid if _same(rule, claim, period, c, of)]
                claim.amount = min(claim.amount, max(Decimal(0), _room(rule, before)))
            if claim.amount < kept(claim.uncapped):
                claim.reason = claim.reason or "capped"
        paid.append((claim, period))


def _narrow(rule: object) -> tuple[int, int]:
    assert isinstance(rule, dict)
    per = ("event", "client", "deal").index(rule["per"])
    return per, ("period", "life").index(window_of(rule))


def window_of(rule: object) -> str:
    """ "For a client life unless said"; an event needs none."""
    assert isinstance(rule, dict)
    default = "life" if rule["per"] == "client" else "period"
    return str(rule.get("window") or default)


def _same(
    rule: object, mine: Claim, period: Period | None, other: Claim, of: Period | None
) -> bool:
    assert isinstance(rule, dict)
    if rule["per"] == "event":
        return mine.lead.event.key == other.lead.event.key
    if window_of(rule) == "period" and period != of:
        return False
    return rule["per"] == "deal" or mine.lead.event.client_id == other.lead.event.client_id


def _room(rule: object, before: Sequence[Claim]) -> Decimal:
    assert isinstance(rule, dict)
    if rule.get("count") is not None:
        used = sum(claim.amount != 0 for claim in before)
        return Decimal("Infinity") if used < int(rule["count"]) else Decimal(0)
    return number(rule["amount"]) - sum((claim.amount for claim in before), Decimal(0))

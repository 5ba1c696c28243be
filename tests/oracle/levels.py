"""The chain's lines of one claim (COMMISSIONS, "Levels"; RULINGS, "Levels")."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tests.oracle.chain import is_within_duration, relation_of
from tests.oracle.claims import Claim, fixed_rate, worth
from tests.oracle.facts import Deal, World
from tests.oracle.lines import Line, Result, made
from tests.oracle.metrics import Moment, measured
from tests.oracle.money import converted, divided, kept, rounded
from tests.oracle.places import component_of, names_of
from tests.oracle.spec import Component, number, rate
from tests.oracle.terms import deal_of, rate_of
from tests.oracle.tiers import conditions_hold, step_of


def pay(world: World, claim: Claim, result: Result) -> list[Line]:
    """The lines of a claim, p0 first; "depth n: p0 … p(n-1) may earn"."""
    algebras = {
        "none": _direct_alone, "differential": _differential, "split": _split,
        "fixed_per_level": _fixed,
    }  # fmt: skip
    amounts = algebras[claim.component.algebra](world, claim)
    found = []
    for level in sorted(amounts):
        deal = _deal_at(world, claim, level)
        if deal is None or (level > 0 and not _lasts(world, claim)):
            continue
        line = _line(world, claim, level, deal, amounts[level])
        if line:
            found.append(line)
    result.lines += found
    return found


def _line(world: World, claim: Claim, level: int, deal: Deal, amount: Decimal) -> Line | None:
    """RULINGS: "From an upline's own component only the rate is read; filters, caps, gate, hold,
    digits and rounding are the direct partner's"; "a lower line's amount becomes the upline's
    currency at the rate for the line's day"."""
    lead = claim.lead
    exact = converted(world, kept(amount), claim.component.currency, deal.currency, lead.event.on)
    return made(
        world, claim.component, deal, exact, event=lead.event, level=level, step_no=claim.step_no
    )


def _deal_at(world: World, claim: Claim, level: int) -> Deal | None:
    """A member's deal at the event's time; p0's is the one that was found for the claim."""
    lead = claim.lead
    if level == 0 and claim.is_lead_partners:
        return claim.component.deal
    return deal_of(world, lead.chain[level], lead.event.brand, lead.event.on)


def _lasts(world: World, claim: Claim) -> bool:
    lead = claim.lead
    return is_within_duration(world, claim.component, lead.chain[0], lead.event.on)


def _direct_alone(world: World, claim: Claim) -> dict[int, Decimal]:
    return {0: claim.amount} if claim.is_lead_partners else {}


def _paid(claim: Claim, amount: Decimal) -> Decimal:
    """RULINGS: "Differential and fixed lines above earn theirs x paid / uncapped of the direct
    partner's line." """
    uncapped = kept(claim.uncapped)
    if uncapped in (claim.amount, 0):
        return amount
    return divided(amount * claim.amount, uncapped)


def _differential(world: World, claim: Claim) -> dict[int, Decimal]:
    """ "`p0` earns `r0`, and `pi` earns `max(0, ri - max(r0 … ri-1))`." """
    amounts, highest = {}, Decimal(0)
    for level in range(len(claim.lead.chain)):
        if level == 0 and claim.is_lead_partners:
            own, amount = claim.rate or Decimal(0), claim.amount
        else:
            own = upline_rate(world, claim, level) or Decimal(0)
            more = max(Decimal(0), own - highest)
            amount = _paid(claim, worth(claim.component, claim.quantity, more))
        highest = max(highest, own)
        if level < claim.lead.depth:
            amounts[level] = amount
    return amounts


def upline_rate(world: World, claim: Claim, level: int) -> Decimal | None:
    """ "Differential rates are each partner's own for the component of the same id and unit";
    RULINGS: "Amounts per unit in another currency are another unit"; "single rates, or slab steps
    on another metric than the base"."""
    lead = claim.lead
    part = component_of(world, lead.event, lead.chain[level], claim.component.id)
    if part is None or not same_unit(part, claim.component):
        return None
    if not part.steps:
        return rate_of(world, part, names_of(world, lead.event))
    period, tiers = world.period_of(part.deal.calendar_id, lead.event.on), part.tiers
    if period is None or tiers is None or tiers["metric"] == "event" or tiers["kind"] == "marginal":
        return None
    at = Moment(part, period, lead.event.on)
    value = measured(world, tiers, at)
    step = step_of(part.steps, value, conditions_hold(world, at, value))
    return rate(step) if step else None


def same_unit(one: Component, other: Component) -> bool:
    """The same kind of number: a share of the same thing, or an amount in one currency for the
    same unit."""
    shares = ("spread_share", "commission_share", "sale_share", "revshare")
    return (
        one.type == other.type
        and one.get("per") == other.get("per")
        and (one.type in shares or one.currency == other.currency)
    )


def _split(world: World, claim: Claim) -> dict[int, Decimal]:
    """ "One pot divided along the chain by shares listed per chain length, or `passed_down`. The
    pot is rounded first"; "those above the longest list earn nothing"; RULINGS: "split and fixed
    tables pay nobody" where p0 has no deal; "shares are cut to the line's digits"."""
    if not claim.is_lead_partners:
        return {}
    component = claim.component
    digits = component.deal.digits if component.digits is None else component.digits
    pot = rounded(claim.amount, digits)
    shares = split_shares(world, claim)
    parts = divide(pot, shares, digits)
    return {level: part for level, part in enumerate(parts) if level < claim.lead.depth}


def split_shares(world: World, claim: Claim) -> list[Decimal]:
    """Each member's share of the pot, p0 first."""
    chain, levels = claim.lead.chain, claim.component.levels
    if levels.get("passed_down"):
        return passed_shares(world, claim.component, chain, claim.lead.event.on)
    lists = {len(shares): shares for shares in levels["shares"]}
    return [number(share) for share in lists[min(len(chain), max(lists))]]


def passed_shares(
    world: World, component: Component, chain: Sequence[str], on: date
) -> list[Decimal]:
    """ "Each passes a share of what it gets to the one below"; RULINGS: "the share stands on the
    relation (parent to child), dated, inside the plan's range; its default comes from the
    plan"."""
    rule = component.levels["passed_down"]
    gets, shares = Decimal(1), []
    for level in range(len(chain) - 1, -1, -1):
        passed = Decimal(0)
        if level > 0:
            relation = relation_of(world, chain[level - 1], on)
            own = relation.get("share") if relation else None
            passed = number(rule["default"] if own is None else own)
            passed = min(max(passed, number(rule["min"])), number(rule["max"]))
        shares.append(gets * (1 - passed))
        gets *= passed
    return shares[::-1]


def divide(pot: Decimal, shares: list[Decimal], digits: int) -> list[Decimal]:
    """ "Shares are cut toward zero to the minor unit, missing units go by largest remainder, ties
    to the lower partner; a negative pot is the mirror." What the list leaves is the operator's."""
    if pot < 0:
        return [-part for part in divide(-pot, shares, digits)]
    if sum(shares) < 1:  # DECISIONS 51: the operator "stands above everybody".
        return divide(pot, [*shares, 1 - sum(shares)], digits)[:-1]
    unit = Decimal(1).scaleb(-digits)
    whole = [(pot * share) // unit * unit for share in shares]
    rests = [pot * share - part for share, part in zip(shares, whole, strict=True)]
    missing = int((pot * sum(shares) - sum(whole)) // unit)
    order = sorted(range(len(shares)), key=lambda at: (-rests[at], at))
    for at in order[:missing]:
        whole[at] += unit
    return whole


def _fixed(world: World, claim: Claim) -> dict[int, Decimal]:
    """ "A table by distance. `qualifies_when` …, for p0 too. Not qualified: its place stays with
    the operator; with `compression: true` the next qualified above takes the place and its
    distance"; "with compression only paid places count"."""
    if not claim.is_lead_partners:
        return {}
    amounts, place = {}, 0
    compressed = bool(claim.component.levels.get("compression"))
    for level in range(len(claim.lead.chain)):
        distance = place if compressed else level
        if distance >= claim.lead.depth or not qualifies(world, claim, level):
            continue
        own = fixed_rate(claim.component, distance) or Decimal(0)
        amounts[level] = (
            claim.amount
            if distance == 0
            else _paid(claim, worth(claim.component, claim.quantity, own))
        )
        place += 1
    return amounts


def qualifies(world: World, claim: Claim, level: int) -> bool:
    """ "A metric with a minimum in the period; always: deal active, partner not suspended";
    RULINGS: suspension stops "payment, not earning, except where `qualifies_when` is used"."""
    lead, component = claim.lead, claim.component
    partner_id = lead.chain[level]
    deal = _deal_at(world, claim, level)
    rule = component.levels.get("qualifies_when")
    period = world.period_of(component.deal.calendar_id, lead.event.on)
    if deal is None or rule is None:
        return deal is not None
    if period is None or world.partners[partner_id].get("status") == "suspended":
        return False
    at = Moment(component, period, lead.event.on, partner_id=partner_id if level else None)
    return measured(world, rule, at) >= number(rule["at_least"])

"""`cpa`: "a client qualifies at the first moment when every condition holds"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from tests.oracle.attribution import names_of_client, partner_of, registration_of
from tests.oracle.chain import Direct, chain_of
from tests.oracle.claims import Claim, cap, fixed_rate, grouped
from tests.oracle.conditions import Client, holds, is_real_trade, remaining, value_of
from tests.oracle.facts import Event, Row, World
from tests.oracle.metrics import Moment, measured
from tests.oracle.places import Lead, registered_on
from tests.oracle.spec import Component, is_reached, rate
from tests.oracle.terms import components_of, deal_of, rate_of
from tests.oracle.tiers import conditions_hold, step_of

Paid = set[tuple[str, int | None, str]]


def cpa_claims(world: World) -> list[Claim]:
    """ "A client is paid for once per program and CPA id, whatever the plan, deal or partner"
    (RULINGS). "An own account never qualifies for a CPA." """
    claims: list[Claim] = []
    for client_id in sorted({e.client_id for e in world.events if e.client_id}):
        if client_id not in world.own_clients:
            claims += _claims_of_client(world, client_id)
    world.memory["qualified"] = [(claim.lead.event, claim.component) for claim in claims]
    for same in grouped(claims).values():
        for claim in same:
            if claim.component.steps and not is_stepped(claim.component):
                _price_counting(world, claim)
        cap(world, same)
    return claims


def is_stepped(component: Component) -> bool:
    """ "Stepped CPA is the exception to once per client"."""
    return stepped_steps(component) is not None


def stepped_steps(component: Component) -> Sequence[Row] | None:
    stepped = component.get("stepped")
    if stepped is None:
        return None
    found: Sequence[Row] = stepped["steps"] if isinstance(stepped, dict) else stepped
    return found


def _claims_of_client(world: World, client_id: str) -> list[Claim]:
    """Go through the client's facts in their order; each is a moment."""
    facts = [e for e in world.facts_of(client_id) if counts(world, e)]
    paid: Paid = set()
    found = []
    for at, moment in enumerate(facts):
        client = Client(world, client_id, facts[: at + 1])
        for component, partner_id in candidates(world, client_id, moment):
            if is_stepped(component):
                found += _steps(client, component, partner_id, moment, paid)
                continue
            due = _due(world, component, moment)
            if _is_paid(world, paid, component, None) or not holds(client, component, due):
                continue
            paid.add((once_for(world, component), None, component.deal.partner_id))
            if not is_excluded(world, client_id, component, moment):
                claim = Claim(_lead(world, component, partner_id, moment), Decimal(1), due, due)
                found.append(claim)
    return found


def _due(world: World, component: Component, moment: Event) -> Decimal:
    if component.algebra == "fixed_per_level":
        return fixed_rate(component, 0) or Decimal(0)
    return rate_of(world, component, names_of_client(world, moment)) or Decimal(0)


def _lead(world: World, component: Component, partner_id: str, moment: Event) -> Lead:
    direct = Direct(partner_id, False, None)
    chain = tuple(chain_of(world, partner_id, moment.on))
    return Lead(moment, component, direct, chain, component.depth)


def once_for(world: World, component: Component) -> str:
    """RULINGS: "`once_for: <name>` groups or parts ids over plans (default: the id). A version that
    renames a CPA names the old one in `continues: <id>`"; DECISIONS 17: the first name of the
    chain; a version that says nothing keeps the name that its id had."""
    known: dict[str, str] = {}
    versions = world.plans[component.deal.plan_id]["versions"]
    for version in versions[: component.version_no]:
        for spec in version["components"]:
            name, before = str(spec["id"]), str(spec.get("continues") or spec["id"])
            if spec["type"] == "cpa":
                known[name] = str(spec.get("once_for") or known.get(before, name))
    return known.get(component.id, component.id)


def _is_paid(world: World, paid: Paid, component: Component, step_no: int | None) -> bool:
    """ "A client is paid for once per program and CPA id", by a stepped one once per step, "unless
    the component says `again_after_move: true`": then only what the same partner was paid
    counts."""
    name, again = once_for(world, component), bool(component.get("again_after_move", False))
    return any(
        of == name
        and (step_no is None or step in (step_no, None))
        and (not again or partner == component.deal.partner_id)
        for of, step, partner in paid
    )


def _steps(
    client: Client, component: Component, partner_id: str, moment: Event, paid: Paid
) -> list[Claim]:
    """ "Due = the table at the highest net deposits reached so far, in event order; each step pays
    due - due before; a step `from` 0 is due at registration"; RULINGS: "one line per step, also
    when one fact reaches several; a reached step waits for its conditions"."""
    world, currency = client.world, component.currency
    reached = max(
        value_of(client, "net_deposits", client.facts[: at + 1], currency)
        for at in range(len(client.facts))
    )
    if not any(fact.kind in ("registration", "deposit") for fact in client.facts):
        return []  # DECISIONS 24: without a registration, counting begins at the first deposit.
    highest = max(Decimal(0), reached)
    found, before = [], Decimal(0)
    for step_no, step in enumerate(stepped_steps(component) or (), 1):
        due, before = rate(step) - before, rate(step)
        if not is_reached(step, highest) or _is_paid(world, paid, component, step_no):
            continue
        if not holds(client, component, rate(step)):
            continue
        paid.add((once_for(world, component), step_no, component.deal.partner_id))
        if not is_excluded(world, client.client_id, component, moment):
            lead = _lead(world, component, partner_id, moment)
            found.append(Claim(lead, Decimal(1), due, due, step_no=step_no))
    return found


def _price_counting(world: World, claim: Claim) -> None:
    """ "`retroactive: true` re-prices all of the period at the step reached, `false` prices each by
    its own position"; RULINGS: `false` reads "up to and including the qualifying fact"."""
    component, tiers = claim.component, claim.component.tiers or {}
    period = world.period_of(component.deal.calendar_id, claim.lead.event.on)
    if period is None:
        return
    up_to = None if tiers.get("retroactive") else claim.lead.event
    at = Moment(component, period, claim.lead.event.on, up_to)
    value = measured(world, tiers, at)
    step = step_of(component.steps, value, conditions_hold(world, at, value))
    claim.rate = rate(step) if step else Decimal(0)
    claim.uncapped = claim.rate


def counts(world: World, event: Event) -> bool:
    """ "A removed or charged-back fact is left out as if it had never been"; a demo trade is none:
    RULINGS: "demo trades count only in the lots of a component that lists them"."""
    if event.kind == "deposit":
        return remaining(world, event) > 0
    return event.kind != "trade" or is_real_trade(world, event)


def candidates(world: World, client_id: str, moment: Event) -> list[tuple[Component, str]]:
    """The CPAs that ask for the client at a moment: "with the version, deal and partner of that
    moment"; "`cpa_partner: registration`: the partner is that of registration, deal and version
    are those of the qualifying day"; of both kinds the partner of the qualifying day is first."""
    found = []
    now = partner_of(world, client_id, moment.on)
    registration = registration_of(world, client_id)
    then = partner_of(world, client_id, registration.on) if registration else None
    day = registered_on(world, client_id)
    for attribution, kind in ((now, "qualification"), (then, "registration")):
        if attribution is None:
            continue
        deal = deal_of(world, attribution.partner_id, moment.brand, moment.on)
        for component in components_of(world, deal, moment.on, day) if deal else []:
            partner = component.get("cpa_partner", "qualification")
            if component.type == "cpa" and partner == kind:
                found.append((component, attribution.partner_id))
    return found


def is_excluded(world: World, client_id: str, component: Component, moment: Event) -> bool:
    """RULINGS: "An exclusion counts if its own day is before `payable_from`, and always on or
    before the qualifying day." A review that rejects the client is one; duplicate clients and those
    that excluded themselves are told by a conversion (DECISIONS 27)."""
    days = [
        event.on
        for event in world.events
        if event.client_id == client_id
        and event.kind == "custom"
        and event.row.get("product") in ("duplicate_client", "self_excluded")
    ]
    start = world.rejected_from("client", client_id)
    days += [start] if start is not None else []
    payable = moment.on + timedelta(days=component.hold_days)
    return any(day < payable or day <= moment.on for day in days)

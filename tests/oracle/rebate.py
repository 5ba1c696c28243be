"""The client rebate: "a share of the direct partner's amount, or an amount per unit, as a line for
the client beside the partners'" (COMMISSIONS, "Levels")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from tests.oracle.claims import Claim
from tests.oracle.facts import World
from tests.oracle.guard import deal_named
from tests.oracle.lines import Identity, Line, made
from tests.oracle.money import converted, minor, rounded
from tests.oracle.spec import number

CLIENTS = "clients"


def rebated(
    world: World, families: Sequence[tuple[Claim, list[Line]]], lines: Sequence[Line]
) -> list[Line]:
    """The lines with rebates taken from them, and the rebates. RULINGS: "rounded first and taken
    from the rounded line; booked to the account `clients`, paid by the operator": no more than
    what could be taken."""
    by_identity: dict[Identity, Line] = {line.identity: line for line in lines}
    rebates = []
    for claim, own in families:
        rule = claim.component.get("client_rebate")
        present = [by_identity[x.identity] for x in own if x.identity in by_identity]
        direct = next((line for line in present if line.level == 0), None)
        if rule is None or direct is None:
            continue
        rebate = _rebate(world, claim, rule, direct)
        if rebate:
            left = rebate.exact
            for line in sorted(present, key=lambda x: x.level):
                reduced, left = _less(world, line, left, rebate.currency)
                by_identity[line.identity] = reduced
            taken = rebate.exact - left
            deal = claim.component.deal
            if taken > 0:
                less = replace(rebate, exact=taken, minor=minor(taken, deal.digits))
                rebates.append(less)
    return [*(line for line in by_identity.values() if line.exact != 0), *rebates]


def _rebate(world: World, claim: Claim, rule: object, direct: Line) -> Line | None:
    assert isinstance(rule, dict)
    component = claim.component
    if rule.get("share") is not None:
        amount = direct.exact * number(rule["share"])
    else:
        amount = claim.quantity * number(rule["per_unit"])
    digits = component.deal.digits if component.digits is None else component.digits
    return made(
        world, component, component.deal, max(Decimal(0), rounded(amount, digits)),
        event=claim.lead.event, kind="rebate", partner_id=CLIENTS, origin=direct.identity,
    )  # fmt: skip


def _less(world: World, line: Line, rebate: Decimal, currency: str) -> tuple[Line, Decimal]:
    """ "Taken from p0, what p0 lacks from p1, and so on, never below 0"."""
    deal = deal_named(world, line)
    own = line.component.digits if line.component else None
    here = converted(world, rebate, currency, line.currency, line.event_on)
    amount = rounded(line.exact, max(deal.digits, own or 0))  # DECISIONS 64
    taken = min(max(Decimal(0), amount), here)
    if taken == 0:
        return line, rebate
    rest = Decimal(0) if taken == here else here - taken
    left = converted(world, rest, line.currency, currency, line.event_on)
    exact = amount - taken
    return replace(line, exact=exact, minor=minor(exact, deal.digits)), left

"""The client rebate: "a share of the direct partner's amount, or an amount per unit, as a line for
the client beside the partners'" (COMMISSIONS, "Levels")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal

from tests.oracle.claims import Claim
from tests.oracle.facts import Deal, World
from tests.oracle.guard import deal_named, root
from tests.oracle.lines import Identity, Line, made
from tests.oracle.money import EXACT, exchange, minor, rounded
from tests.oracle.spec import Component, number

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
        if rule is None or not claim.is_lead_partners or claim.reason == "no_rate":
            continue
        of_pot = {line.identity for line in own}
        present = [line for line in by_identity.values() if root(line.identity) in of_pot]
        direct = next((line for line in present if line.level == 0), None)
        rebate = _rebate(world, claim, rule, direct)
        if rebate:
            left, deal = rebate.exact, claim.component.deal
            unit = _digits(deal, claim.component)
            for line in sorted(present, key=_in_turn):
                reduced, left = _less(world, line, left, rebate.currency, unit)
                by_identity[line.identity] = reduced
            taken = rebate.exact - left
            if taken > 0:
                less = replace(rebate, exact=taken, minor=minor(taken, deal.digits))
                rebates.append(less)
    return [*(line for line in by_identity.values() if line.exact != 0), *rebates]


def _rebate(world: World, claim: Claim, rule: object, direct: Line | None) -> Line | None:
    """What is due. A direct partner whose line is worth 0 has one all the same: "lines of 0 are not
    booked" (RULINGS), and "what p0 lacks" comes "from p1, and so on"."""
    assert isinstance(rule, dict)
    component = claim.component
    if rule.get("share") is not None:
        amount = (direct.exact if direct else Decimal(0)) * number(rule["share"])
    else:
        amount = claim.quantity * number(rule["per_unit"])
    digits = _digits(component.deal, component)
    return made(
        world, component, component.deal, max(Decimal(0), rounded(amount, digits)),
        event=claim.lead.event, kind="rebate", partner_id=CLIENTS,
        origin=direct.identity if direct else None,
    )  # fmt: skip


def _in_turn(line: Line) -> tuple[int, bool, int]:
    """From the direct partner up, overrides on the pot's lines too (DECISIONS 57): within a level
    its own line first, then overrides as its plan lists them."""
    position = line.component.position if line.component else 0
    return line.level, line.kind == "override", position


def _digits(deal: Deal, component: Component | None) -> int:
    """The digits that a line keeps (DECISIONS 64)."""
    more = component.digits if component is not None else None
    return deal.digits if more is None else max(deal.digits, more)


def _less(
    world: World, line: Line, rebate: Decimal, currency: str, unit: int
) -> tuple[Line, Decimal]:
    """ "Taken from p0, what p0 lacks from p1, and so on, never below 0"; DECISIONS 76: a line in
    another currency gives whole units of the rebate's, and loses whole units of its own."""
    deal = deal_named(world, line)
    own = _digits(deal, line.component)
    amount = max(Decimal(0), rounded(line.exact, own))
    worth = amount
    if line.currency != currency:
        worth = amount * exchange(world, line.currency, currency, line.event_on)
        worth = worth.quantize(Decimal(1).scaleb(-unit), rounding=ROUND_DOWN, context=EXACT)
    taken = min(worth, rebate)
    if taken == 0:
        return line, rebate
    here = taken
    if line.currency != currency:
        here = rounded(taken * exchange(world, currency, line.currency, line.event_on), own)
    exact = amount - min(amount, here)
    return replace(line, exact=exact, minor=minor(exact, deal.digits)), rebate - taken

"""The whole engine: facts and terms in, lines out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal, localcontext

from tests.oracle.chain import chain_of
from tests.oracle.claims import claims_of
from tests.oracle.cpa import cpa_claims
from tests.oracle.facts import Rows, World
from tests.oracle.gates import Locks, gated
from tests.oracle.guard import guarded
from tests.oracle.late import put_into_open_periods
from tests.oracle.levels import pay
from tests.oracle.lines import Line, Result, booked
from tests.oracle.money import EXACT
from tests.oracle.overrides import on_commission, on_events
from tests.oracle.periods import period_lines
from tests.oracle.reading import read
from tests.oracle.rebate import rebated


def compute(rows: Rows, as_of: datetime) -> Result:
    """ "Lines are a pure function of the facts and rules known now."

    The metric `commission` reads lines of earlier periods: the whole is worked out again until
    nothing moves, one period further each time.
    """
    with localcontext(EXACT):
        world = read(rows, as_of)
        put_into_open_periods(world, rows.get(("plan", "closes"), ()))
        while True:
            result = _worked_out(world)
            commission = _commission(result.lines)
            if all(world.memory.get(key) == amount for key, amount in commission.items()):
                return result
            world.memory.update(commission)


def _worked_out(world: World) -> Result:
    result = Result()
    claims = cpa_claims(world)
    claims += claims_of(world, result)
    families = []
    for claim in claims:
        if claim.amount == 0 and claim.reason:
            result.unpaid[claim.lead.event.key, claim.component.id] = claim.reason
        families.append((claim, pay(world, claim, result)))
    on_events(world, claims, result)
    lines = list(result.lines)
    for claim, own in families:
        lines += on_commission(
            world, claim.component, claim.lead.chain, own, claim.lead.event.brand
        )
    lines = rebated(world, families, guarded(world, lines))
    lines += _of_periods(world, gated(world, lines, Locks()))
    digits = {deal.currency: deal.digits for deal in world.deals}
    result.lines = booked(gated(world, lines, Locks()), digits)
    return result


def _of_periods(world: World, event_lines: Sequence[Line]) -> list[Line]:
    """Lines of period components, and the overrides on them."""
    found: list[Line] = []
    for component, own in period_lines(world, event_lines):
        found += own
        if component.type != "override":
            day = own[0].event_on
            chain = chain_of(world, own[0].clients_of or component.deal.partner_id, day)
            found += on_commission(world, component, chain, own, component.deal.brand)
    return found


def _commission(lines: Sequence[Line]) -> dict[object, Decimal]:
    """RULINGS: "`commission` is every line of the deal, all components and levels, locked ones in,
    releases out"."""
    sums: dict[object, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.kind != "released":
            sums["commission", line.deal_id, line.period_id] += line.exact
    return dict(sums)

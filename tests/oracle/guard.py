"""The guard: "the sum over a chain never exceeds the declared maximum of the client's revenue"
(COMMISSIONS, "Levels")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from tests.oracle.chain import chain_of, direct_of
from tests.oracle.facts import Deal, Event, World
from tests.oracle.lines import Identity, Line, minor_of
from tests.oracle.money import converted, kept
from tests.oracle.quantities import rest_of
from tests.oracle.spec import number
from tests.oracle.terms import deal_of, version_on


def guarded(world: World, lines: Sequence[Line]) -> list[Line]:
    """The lines with what is over trimmed. RULINGS: "The guard adds all lines of one trade or sale,
    overrides included …. Trimmed are the highest level first, within a level the component listed
    last."

    In and out: lines of events, before gates and rebates; a line trimmed to 0 is left out. "A CPA
    belongs to the client, not to the trade or sale on which it qualified" (DECISIONS 59): its lines
    and those computed from them pass.
    """
    by_event: dict[str, list[Line]] = {}
    of_cpas = {line.identity for line in lines if line.component and line.component.type == "cpa"}
    for line in lines:
        if root(line.identity) in of_cpas:
            continue
        by_event.setdefault(line.event.key if line.event else "", []).append(line)
    changed: dict[Identity, Decimal] = {}
    for own in by_event.values():
        if own[0].event and own[0].event.kind in ("trade", "sale"):
            changed |= _trimmed(world, own[0].event, own)
    found = []
    for line in lines:
        exact = changed.get(line.identity, line.exact)
        if exact == line.exact:
            found.append(line)
        elif exact != 0:
            minor = minor_of(exact, deal_named(world, line))
            found.append(replace(line, exact=exact, minor=minor))
    return found


def root(identity: Identity) -> Identity:
    """The line from which an override, and each one on an override, begins."""
    return identity if identity[-1] is None else root(identity[-1])


def deal_named(world: World, line: Line) -> Deal:
    """The deal of a line: its currency and digits are the same in every version."""
    return next(deal for deal in world.deals if deal.deal_id == line.deal_id)


def _trimmed(world: World, event: Event, lines: Sequence[Line]) -> dict[Identity, Decimal]:
    """The new exact amount of each line that is trimmed, compared in the direct partner's
    currency."""
    direct = [line for line in lines if line.component and line.component.type != "override"]
    guards = [found for found in map(partial(_guard_of, world, event), direct or lines) if found]
    if not guards:
        return {}
    share, currency = min(share for share, _ in guards), min(currency for _, currency in guards)
    revenue = revenue_of(world, event, currency)
    if revenue is None:
        return {}
    most = max(Decimal(0), kept(revenue * share))
    amounts = {
        line.identity: converted(world, line.exact, line.currency, currency, event.on)
        for line in lines
    }
    over = sum(amounts.values(), Decimal(0)) - most
    found: dict[Identity, Decimal] = {}
    for line in sorted(
        lines, key=lambda x: (-x.level, -(x.component.position if x.component else 0))
    ):
        if over <= 0:
            break
        mine = max(Decimal(0), amounts[line.identity])
        taken = min(mine, over)
        over -= taken
        if taken == mine:
            found[line.identity] = Decimal(0)
        elif taken > 0:
            left = mine - taken
            found[line.identity] = converted(world, left, currency, line.currency, event.on)
    return found


def _guard_of(world: World, event: Event, line: Line) -> tuple[Decimal, str] | None:
    """The declared share and the currency of the deal of whoever stands as the direct partner of a
    line: "shares and tables are those of the direct partner's plan", in the version of its
    component; where only those above earn, in the version of the day (DECISIONS 76)."""
    assert line.component is not None
    if line.component.type != "override":
        guard = line.component.version.get("guard")
        return (number(guard["share"]), line.component.currency) if guard else None
    direct = direct_of(world, event)
    assert direct is not None
    chain = chain_of(world, direct.partner_id, event.on)
    aside = direct.is_own and line.component.own_account == "upline_only"
    deal = deal_of(world, chain[aside], event.brand, event.on)
    at = version_on(world.plans[deal.plan_id], event.on) if deal else None
    if deal is None or at is None:
        return None
    guard = world.plans[deal.plan_id]["versions"][at].get("guard")
    return (number(guard["share"]), deal.currency) if guard else None


def revenue_of(world: World, event: Event, target: str) -> Decimal | None:
    """ "Spread revenue + commission of a trade, net sale"; "unknown revenue is not checked"."""
    if event.kind == "sale":
        return converted(world, rest_of(world, event), event.currency, target, event.on)
    names = ("spread_revenue_amount", "commission_amount")
    if all(event.row.get(name) is None for name in names):
        return None
    amount = sum((event.number(name) for name in names), Decimal(0))
    return converted(world, amount, event.currency, target, event.on)

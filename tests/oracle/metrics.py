"""Metrics of a deal in a period (COMMISSIONS, "Tiers", and "active client" among the words)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from tests.oracle.chain import direct_of
from tests.oracle.facts import Component, Event, Period, World
from tests.oracle.money import converted
from tests.oracle.terms import deal_of


def facts_of_deal(world: World, component: Component, period: Period, deal_id: str) -> list[Event]:
    """What the deal's clients did in the period, each fact by its own day; "own trades under
    `own_account: none` count nowhere" (RULINGS), and so does what a review rejected."""
    found = []
    for event in world.events:
        if not period.first <= event.on <= period.last or world.is_rejected(event):
            continue
        direct = direct_of(world, event)
        if direct is None or (direct.is_own and component.own_account == "none"):
            continue
        deal = deal_of(world, direct.partner_id, event.brand, event.on)
        if deal and deal["deal_id"] == deal_id:
            found.append(event)
    return sorted(found, key=lambda event: event.order)


def is_active(event: Event) -> bool:
    """ "At least one stake above 0, one closed trade or one sale"."""
    return event.kind in ("trade", "sale") or (
        event.kind == "activity" and event.number("stakes") > 0
    )


def net_revenue(event: Event) -> Decimal:
    """RULINGS: "`net_revenue` is the delivered column (else stakes - payouts - voids)"."""
    if event.kind != "activity":
        return Decimal(0)
    if event.row.get("net_revenue") is not None:
        return event.number("net_revenue")
    return gross(event)


def gross(event: Event) -> Decimal:
    """ "`gross = stakes - payouts - voids`"."""
    if event.kind != "activity":
        return Decimal(0)
    return event.number("stakes") - event.number("payouts") - event.number("voids")


def first_deposits(world: World, facts: Sequence[Event]) -> list[Event]:
    """Deposits that are the first of their client."""
    found = []
    for event in facts:
        if event.kind == "deposit":
            all_of_client = [
                e for e in world.facts_of(event.client_id or "") if e.kind == "deposit"
            ]
            if all_of_client[0].key == event.key:
                found.append(event)
    return found


def measured(world: World, metric: str, facts: Sequence[Event], currency: str) -> Decimal:
    """The value of a metric over some facts; money in the deal's currency."""
    counts: dict[str, Callable[[], int]] = {
        "registrations": lambda: sum(event.kind == "registration" for event in facts),
        "sales": lambda: sum(event.kind == "sale" for event in facts),
        "first_deposits": lambda: len(first_deposits(world, facts)),
        "active_clients": lambda: len({event.client_id for event in facts if is_active(event)}),
    }
    if metric in counts:
        return Decimal(counts[metric]())
    amount = AMOUNTS[metric]
    return sum(
        (converted(world, amount(event), event.currency, currency, event.on) for event in facts),
        Decimal(0),
    )


AMOUNTS: dict[str, Callable[[Event], Decimal]] = {
    "deposits": lambda e: e.number("amount") if e.kind == "deposit" else Decimal(0),
    "net_sales": lambda e: SIGNS.get(e.kind, Decimal(0)) * e.number("amount"),
    "turnover": lambda e: e.number("stakes") if e.kind == "activity" else Decimal(0),
    "net_revenue": net_revenue,
}
SIGNS = {"sale": Decimal(1), "refund": Decimal(-1)}

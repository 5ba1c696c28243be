"""Conditions of a CPA: "each is `metric >= at_least` within `within_days` of an anchor"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.oracle.facts import Event, Row, World
from tests.oracle.metrics import net_revenue
from tests.oracle.money import converted
from tests.oracle.spec import Component, number


@dataclass(frozen=True)
class Client:
    """A client with what it has done up to a moment, in event order."""

    world: World
    client_id: str
    facts: Sequence[Event]


def remaining(world: World, deposit: Event) -> Decimal:
    """RULINGS: "A chargeback names its deposit …; for conditions the deposit counts with what is
    left of it"; whenever the chargeback came."""
    taken = (
        event.number("amount")
        for event in world.events
        if event.kind in ("chargeback", "refund")
        and event.row.get("refunds") == deposit.row["event_id"]
        and not world.is_rejected(event)
    )
    return deposit.number("amount") - sum(taken, Decimal(0))


def holds(client: Client, component: Component, due: Decimal) -> bool:
    """Tell whether every condition holds at the last of the client's facts."""
    return all(
        condition_holds(client, row, component, due) for row in component.get("conditions", ())
    )


def condition_holds(client: Client, row: Row, component: Component, due: Decimal) -> bool:
    """ "Calendar days in the program's zone, day(event) - day(anchor) at most n; `null` is no
    limit; without its anchor a condition does not hold"; RULINGS: "the window limits only the
    metric it stands on; facts before the anchor count"."""
    facts = client.facts
    if row.get("anchor") is not None:
        anchor = anchor_day(client, row["anchor"])
        if anchor is None:
            return False
        if row.get("within_days") is not None:
            facts = [e for e in facts if (e.on - anchor).days <= int(row["within_days"])]
    asked, of = asked_of(row)
    currency = component.currency
    if of == "amount_due":
        asked *= due
    elif of is not None:
        other = value_of(client, of, client.facts, currency)
        if other <= 0:  # DECISIONS: a multiple of what is not there yet does not hold
            return False
        asked *= other
    return value_of(client, row["metric"], facts, currency) >= asked


def asked_of(row: Row) -> tuple[Decimal, str | None]:
    """ "`at_least` is a number or a multiple of another metric"."""
    asked = row["at_least"]
    if not isinstance(asked, dict):
        return number(asked), None
    if asked.get("value") is not None:
        return number(asked["value"]), None
    return number(asked["times"]), asked["of"]


def anchor_day(client: Client, anchor: str) -> date | None:
    """The day of the anchor, if it has happened."""
    if anchor == "click":
        registrations = [e for e in client.facts if e.kind == "registration"]
        named = registrations[0].row.get("click_id") if registrations else None
        click = client.world.clicks.get(named or "")
        return click.on if click else None
    kind = {"registration": "registration", "first_deposit": "deposit"}[anchor]
    return next((event.on for event in client.facts if event.kind == kind), None)


def value_of(client: Client, metric: str, facts: Sequence[Event], currency: str) -> Decimal:
    """A metric over some of the client's facts; "conditions compare converted amounts"."""
    if metric == "identity_verified":
        return Decimal(sum(event.kind == "identity_verified" for event in facts))
    if metric == "first_deposit":
        first = next((event for event in client.facts if event.kind == "deposit"), None)
        facts = [event for event in facts if event is first]
        metric = "total_deposits"
    if metric == "trades":
        return Decimal(sum(is_real_trade(client.world, event) for event in facts))
    if metric == "lots":
        trades = (event for event in facts if is_real_trade(client.world, event))
        return sum((event.number("lots") for event in trades), Decimal(0))
    amount = AMOUNTS[metric]
    world = client.world
    return sum(
        (converted(world, amount(world, e), e.currency, currency, e.on) for e in facts),
        Decimal(0),
    )


def is_real_trade(world: World, event: Event) -> bool:
    """RULINGS: "Demo trades count only in the lots of a component that lists them." """
    return event.kind == "trade" and not world.accounts.get(event.row["account_id"], {}).get(
        "is_demo"
    )


def _deposited(world: World, event: Event) -> Decimal:
    return remaining(world, event) if event.kind == "deposit" else Decimal(0)


def _net_deposited(world: World, event: Event) -> Decimal:
    """RULINGS: "A program takes chargebacks from records or from activity, never both." """
    if event.kind == "activity":
        return -event.number("chargebacks")
    withdrawn = event.number("amount") if event.kind == "withdrawal" else Decimal(0)
    return _deposited(world, event) - withdrawn


AMOUNTS: dict[str, Callable[[World, Event], Decimal]] = {
    "total_deposits": _deposited,
    "net_deposits": _net_deposited,
    "wagered": lambda _, e: e.number("stakes") if e.kind == "activity" else Decimal(0),
    "net_revenue": lambda _, e: net_revenue(e),
    "commission_paid": lambda world, e: (
        e.number("commission_amount") if is_real_trade(world, e) else Decimal(0)
    ),
}

"""What an event counts for a component, or why nothing (COMMISSIONS, "Components", "Trades")."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.oracle.days import months_later
from tests.oracle.facts import Event, World
from tests.oracle.money import converted, kept
from tests.oracle.places import names_of
from tests.oracle.spec import TRADE_TYPES, Component, number, optional, table
from tests.oracle.terms import matches, modifier_of

KINDS = {
    "sale_share": ("sale",),
    **dict.fromkeys(TRADE_TYPES, ("trade",)),
}


def listens(component: Component, event: Event) -> bool:
    """Tell whether a component is about events of this kind."""
    if component.type == "per_action":
        return event.kind == action_of(component)
    if component.type == "per_turnover" and component.get("of") == "stakes":
        return event.kind == "activity"
    return event.kind in KINDS.get(component.type, ())


def action_of(component: Component) -> str:
    return str(component.get("action"))


def refusal(world: World, component: Component, event: Event) -> str | None:
    """Why an event does not earn, or None. A rejected fact "counts nowhere"."""
    if world.is_rejected(event):
        return "rejected"
    return filtered(world, component, event) or _sale_refusal(world, component, event)


def filtered(world: World, component: Component, event: Event) -> str | None:
    """What the component's filters keep out: "demo accounts do not earn unless a plan lists them.
    Optional filters: minimum holding time (`>=`, from the position's opening), account types,
    symbols, excluded deal reasons"; products "at own rates or excluded"."""
    if event.kind == "trade":
        return _trade_filtered(world, component, event)
    product, listed = event.row.get("product"), component.get("products", ())
    if product is None and event.kind not in ("sale", "refund", "activity", *_actions(component)):
        return None  # DECISIONS 34: "a fact without a product (… money in or out) passes".
    is_out = product in component.get("excluded_products", ())
    return "product_excluded" if is_out or (listed and product not in listed) else None


def _actions(component: Component) -> tuple[str, ...]:
    return (action_of(component),) if component.type == "per_action" else ()


def _trade_filtered(world: World, component: Component, event: Event) -> str | None:
    names = names_of(world, event)
    listed = component.get("account_types", ("live",))
    if not any(matches(kind, "account_type", names) for kind in listed):
        return "demo_account" if names["is_demo"] else "account_type_excluded"
    symbols, groups = component.get("symbols", ()), component.get("symbol_groups", ())
    if (symbols or groups) and not (names["symbol"] in symbols or names["symbol_group"] in groups):
        return "symbol_excluded"
    if event.row.get("deal_reason") in component.get("excluded_deal_reasons", ()):
        return "deal_reason_excluded"
    least = int(component.get("minimum_holding_seconds", "0"))
    opened = event.row["opened_at"]
    if least and (opened is None or event.at - opened < timedelta(seconds=least)):
        return "holding_time"
    return None


def _sale_refusal(world: World, component: Component, event: Event) -> str | None:
    """ "`sales: all`, `first`, `first_n`, `within_months` of the client's first sale"; RULINGS: "A
    refunded sale stays the first one. Months end as in Duration." """
    kind = component.get("sales", "all")
    if component.type != "sale_share" or kind == "all":
        return None
    facts = world.facts_of(event.client_id or "")
    sales = [e for e in facts if e.kind == "sale" and not filtered(world, component, e)]
    place = [e.key for e in sales].index(event.key)
    if kind == "first":
        return "first_sale_only" if place else None
    if kind == "first_n":
        return "first_sales_only" if place >= int(component.get("first_n")) else None
    end = months_later(sales[0].on, int(component.get("within_months")))
    return None if event.on < end else "after_months"


def refunded(world: World, sale: Event) -> Decimal:
    """What refunds and chargebacks that name a sale took back; "a chargeback names its deposit
    or sale (`refunds`)"."""
    return sum(
        (
            event.number("amount")
            for event in world.events
            if event.kind in ("refund", "chargeback")
            and event.row.get("refunds") == sale.row.get("event_id")
            and not world.is_rejected(event)
        ),
        Decimal(0),
    )


def rest_of(world: World, sale: Event) -> Decimal:
    """RULINGS: "A refunded sale's line is priced as if the sale had been of the rest …, never
    below 0." """
    return max(Decimal(0), sale.number("amount") - refunded(world, sale))


def quantity_of(world: World, component: Component, event: Event, target: str) -> Decimal:
    """ "`amount = rate x quantity(event)`": lots, units, or an amount in the currency `target`."""

    def money(amount: Decimal, currency: str | None) -> Decimal:
        return converted(world, amount, currency, target, event.on)

    if component.type == "per_lot":
        names = names_of(world, event)
        return event.number("lots") * modifier_of(component, names["symbol"], names["symbol_group"])
    if component.type == "per_action":
        return units_of(world, event)
    amount, is_quoted = amount_of(world, component, event)
    currency = event.currency
    if is_quoted:
        currency = of_symbol(world, event, "quote_currency", "quote_currency_code")
    return money(amount, currency)


def amount_of(world: World, component: Component, event: Event) -> tuple[Decimal, bool]:
    """The amount that a share is taken of, and whether it is in the symbol's quote currency."""
    of = component.get("of")
    if component.type == "per_turnover":
        is_stakes = of == "stakes"
        amount = event.number("stakes") if is_stakes else notional(world, component, event)
        return amount, not is_stakes
    if component.type == "spread_share" and of != "revenue":
        return _points(world, component, event), True
    columns = {"spread_share": "spread_revenue_amount", "commission_share": "commission_amount"}
    if component.type in columns:
        return event.number(columns[component.type]), False
    return rest_of(world, event), False


def units_of(world: World, event: Event) -> Decimal:
    """ "3 units x 4.00 = 12.00"; RULINGS: "A fixed amount is reversed by a full refund only." """
    amount = event.number("amount")
    if amount > 0 and refunded(world, event) >= amount:
        return Decimal(0)
    return Decimal(1) if event.row.get("quantity") is None else event.number("quantity")


def of_symbol(world: World, event: Event, name: str, column: str) -> Any:
    """What a trade brings with it, else what the program says of its symbol (rules.md, "Beside the
    plans")."""
    if event.row.get(column) is not None:
        return event.row[column]
    return world.details.get(names_of(world, event)["symbol"], {}).get(name)


def size_of(world: World, event: Event) -> Decimal:
    return number(of_symbol(world, event, "contract_size", "contract_size") or 0)


def notional(world: World, component: Component, event: Event) -> Decimal:
    """ "Notional = lots x contract size x price, in the symbol's quote currency …; `price: open` or
    `close` and `sides: one` or `both` are always written": both sides are the opening and the
    closing one, each at its own price."""
    prices = (
        [event.number("open_price"), event.number("close_price")]
        if component.get("sides") == "both"
        else [event.number(f"{component.get('price')}_price")]
    )
    size = event.number("lots") * size_of(world, event)
    return sum((size * price for price in prices), Decimal(0))


def _points(world: World, component: Component, event: Event) -> Decimal:
    """ "Points (the trade's `spread_points`, or the plan's mark-up), capped first, x point value
    (tick x contract size) x lots"."""
    names: dict[str, Any] = names_of(world, event)
    points = event.number("spread_points")
    if component.get("of") == "mark_up":
        points = mark_up_of(component, names)
    most = optional(component.get("cap_points"))
    if most is not None:
        points = min(points, most)
    tick = number(world.details.get(names["symbol"], {}).get("tick") or 0)
    return kept(points * tick * size_of(world, event) * event.number("lots"))


def mark_up_of(component: Component, names: dict[str, Any]) -> Decimal:
    """The plan's mark-up of a symbol, its group, or every other symbol."""
    rows = table(component, "mark_up")
    for name in ("symbol", "symbol_group"):
        for row in rows:
            if row.get(name) is not None and row[name] == names[name]:
                return number(row["value"])
    rest = [row for row in rows if not row.get("symbol") and not row.get("symbol_group")]
    return number(rest[0]["value"]) if rest else Decimal(0)


def divisor_of(component: Component) -> Decimal:
    """ "notional / `per`": divided once, last."""
    return number(component.get("per")) if component.type == "per_turnover" else Decimal(1)

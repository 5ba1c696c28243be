"""`sale_share`: a share of each sale; a refund restates the line of its sale."""

from __future__ import annotations

from decimal import Decimal

from tests.oracle.attribution import names_of_client
from tests.oracle.chain import chain_of, direct_of
from tests.oracle.days import months_later
from tests.oracle.facts import Component, Event, World
from tests.oracle.lines import Result, event_line
from tests.oracle.money import converted
from tests.oracle.terms import components_of, deal_of, rate_of, values_of
from tests.oracle.tiers import marginal, slab


def pay_sales(world: World, result: Result) -> None:
    """Pay every sale, or say why not."""
    for event in world.events:
        if event.kind == "sale":
            pay_sale(world, event, result)


def pay_sale(world: World, sale: Event, result: Result) -> None:
    direct = direct_of(world, sale)
    if direct is None:
        result.unpaid[sale.key, ""] = "unattributed"
        return
    deal = deal_of(world, direct.partner_id, sale.brand, sale.on)
    if deal is None:
        result.unpaid[sale.key, ""] = "no_deal"
        return
    for component in components_of(world, deal, sale.on):
        if component.component_type != "sale_share":
            continue
        payer, terms = deal, component
        if direct.is_own and component.own_account == "none":
            result.unpaid[sale.key, component.component_id] = "own_account"
            continue
        if direct.is_own and component.own_account == "upline_only":
            found = parents_terms(world, sale, direct.partner_id, component)
            if found is None:
                result.unpaid[sale.key, component.component_id] = "own_account"
                continue
            payer, terms = found
        reason = why_not(world, sale, terms)
        amount = Decimal(0) if reason else priced(world, sale, terms)
        if amount == 0 and refunded(world, sale) < sale.number("amount"):
            result.unpaid[sale.key, component.component_id] = reason or "no_rate"
        line = event_line(world, terms, payer, sale, amount)
        if line:
            result.lines.append(line)


def parents_terms(world: World, sale: Event, partner_id: str, component: Component):  # type: ignore[no-untyped-def]
    """ "`upline_only`: taken out of the chain; its parent stands as p0." """
    above = chain_of(world, partner_id, sale.on)[1:2]
    deal = deal_of(world, above[0], sale.brand, sale.on) if above else None
    for part in components_of(world, deal, sale.on) if deal else []:
        if (part.component_id, part.component_type) == (component.component_id, "sale_share"):
            return deal, part
    return None


def why_not(world: World, sale: Event, component: Component) -> str | None:
    """ "`sales: all`, `first`, `first_n`, `within_months` of the client's first sale"; RULINGS: "A
    refunded sale stays the first one. Months end as in Duration." """
    if world.is_rejected(sale):
        return "rejected"
    if not is_let_through(sale, component):
        return "product_excluded"
    facts = world.facts_of(sale.client_id or "")
    sales = [e for e in facts if e.kind == "sale" and is_let_through(e, component)]
    place = [e.key for e in sales].index(sale.key)
    allowed = {"first": 1, "first_n": component.sales_n}.get(component.sales_kind)
    if allowed is not None and place >= allowed:
        return "first_sale_only"
    if component.sales_kind != "within_months":
        return None
    end = months_later(sales[0].on, component.sales_n)
    return None if sale.on < end else "after_months"


def is_let_through(sale: Event, component: Component) -> bool:
    """Product kinds "at own rates or excluded"; what is counted is "what the component's filters
    let through" (RULINGS, Tiers and metrics)."""
    product = sale.row.get("product")
    listed = values_of(component, "deal_filters", "product")
    excluded = values_of(component, "deal_filters", "excluded_product")
    return product not in excluded and (not listed or product in listed)


def refunded(world: World, sale: Event) -> Decimal:
    """What refunds and chargebacks that name the sale took back; "a chargeback names its deposit
    or sale (`refunds`)"."""
    return sum(
        (
            event.number("amount")
            for event in world.events
            if event.kind in ("refund", "chargeback")
            and event.row.get("refunds") == sale.row["event_id"]
            and not world.is_rejected(event)
        ),
        Decimal(0),
    )


def priced(world: World, sale: Event, component: Component) -> Decimal:
    """RULINGS: "A refunded sale's line is priced as if the sale had been of the rest (tiers …
    included), never below 0." """
    rest = max(Decimal(0), sale.number("amount") - refunded(world, sale))
    target = component.currency_code
    base = converted(world, rest, sale.currency, target, sale.on)
    steps = component.children["deal_steps"]
    if component.tier_kind == "slab":
        return slab(steps, base, base)
    if component.tier_kind == "marginal":
        return marginal(steps, base)
    names = {"product": sale.row.get("product"), **names_of_client(world, sale)}
    return base * (rate_of(component, names) or Decimal(0))

"""Client bases of a revenue share, netted inside carryover accounts (COMMISSIONS, "Net gaming
revenue" and "Carryover")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.oracle.facts import Event, Row, World
from tests.oracle.metrics import gross, net_revenue
from tests.oracle.money import converted, kept
from tests.oracle.spec import Component, number

Account = tuple[str | None, ...]


@dataclass
class Part:
    """A client's own part of one product and account: what it did, and what is left of it."""

    account: Account
    product: str | None
    client_id: str | None
    events: list[Event] = field(default_factory=list)
    left: Decimal = Decimal(0)
    base: Decimal = Decimal(0)


Quantity = Callable[[Part], Decimal]


def bases_of(world: World, component: Component, facts: Sequence[Event]) -> list[Part]:
    """Each client's own part of each product and carryover account in the period."""
    parts = _parts(component, facts)
    money = _money(world, component)
    for part in parts:
        part.left = _sum(part, money, gross)
        part.base = _sum(part, money, _base_amount(component))
    for deduction in component.get("deductions", ()):
        _deduct(world, deduction, parts, money)
    return parts


def by_account(parts: Sequence[Part]) -> dict[Account, Decimal]:
    """The base of each carryover account."""
    accounts: dict[Account, Decimal] = defaultdict(Decimal)
    for part in parts:
        accounts[part.account] += part.base
    return dict(accounts)


def base_kind(component: Component) -> str:
    """An override on a period's revenue says it in `of`."""
    return str(component.get("of" if component.type == "override" else "base"))


def scope_of(component: Component) -> str:
    return str(component.get("carryover", {}).get("scope", "deal"))


def _base_amount(component: Component) -> Callable[[Event], Decimal]:
    if base_kind(component) == "theoretical":
        return lambda event: _column("stakes")(event) * edge_of(component, event)
    return _BASES[base_kind(component)]


def edge_of(component: Component, event: Event) -> Decimal:
    """ "`theoretical` (stakes x the product's `edge` in the plan)"."""
    table = component.get("edge") or []
    rows = table if isinstance(table, list | tuple) else [{"value": table}]
    own = [row for row in rows if row.get("product") == event.row.get("product")]
    rest = [row for row in rows if row.get("product") is None]
    return number((own or rest or [{"value": 0}])[0]["value"])


def account_of(component: Component, event: Event) -> Account:
    """ "`scope` is the account inside which negatives are netted and carried"."""
    scope = scope_of(component)
    if scope == "product":
        return (event.row.get("product"),)
    if scope == "client":
        return (event.client_id,)
    if scope == "record":
        return (event.key,)
    return ()


def _parts(component: Component, facts: Sequence[Event]) -> list[Part]:
    found: dict[object, Part] = {}
    for event in facts:
        if event.kind not in ("activity", "deposit", "withdrawal", "sale", "refund", "chargeback"):
            continue
        key = (account_of(component, event), event.row.get("product"), event.client_id)
        found.setdefault(key, Part(*key)).events.append(event)
    return list(found.values())


Money = Callable[[Event, Decimal], Decimal]


def _money(world: World, component: Component) -> Money:
    def money(event: Event, amount: Decimal) -> Decimal:
        return converted(world, amount, event.currency, component.currency, event.on)

    return money


def _sum(part: Part, money: Money, amount: Callable[[Event], Decimal]) -> Decimal:
    """DECISIONS 89: "what a client pays in, takes out and buys on one day, in one brand, product
    and currency, is added up and then exchanged; a row of activity is exchanged by itself"."""
    sums: dict[object, tuple[Event, Decimal]] = {}
    for event in part.events:
        row = event.key if event.kind == "activity" else None
        one, before = sums.get((row, event.on, event.brand, event.currency), (event, Decimal(0)))
        sums[row, event.on, event.brand, event.currency] = one, before + amount(event)
    return sum((money(event, added) for event, added in sums.values()), Decimal(0))


def _amount_of(*kinds: str) -> Callable[[Event], Decimal]:
    return lambda event: event.number("amount") if event.kind in kinds else Decimal(0)


def _column(name: str) -> Callable[[Event], Decimal]:
    return lambda event: event.number(name) if event.kind == "activity" else Decimal(0)


def _chargebacks(event: Event) -> Decimal:
    """RULINGS: "A program takes chargebacks from records or from activity, never both." """
    return _amount_of("chargeback")(event) + _column("chargebacks")(event)


_BASES: dict[str, Callable[[Event], Decimal]] = {
    "ngr": gross,
    "net_revenue": net_revenue,
    "turnover": _column("stakes"),
    "net_deposits": lambda e: (
        _amount_of("deposit")(e) - _amount_of("withdrawal")(e) - _chargebacks(e)
    ),
    "net_sales": lambda e: _amount_of("sale")(e) - _amount_of("refund")(e),
}
_QUANTITIES: dict[str, Callable[[Event], Decimal]] = {
    "gross": gross,
    "stakes": _column("stakes"),
    "deposits": _amount_of("deposit"),
    "withdrawals": _amount_of("withdrawal"),
}


def _deduct(world: World, deduction: Row, parts: Sequence[Part], money: Money) -> None:
    """ "An amount in the feed … or a percentage"; "a percentage is taken on the total of one
    product, period and carryover account; where that total is negative it is 0. A client's own
    part is the same percentage of its own signed quantity"."""
    if deduction.get("share") is None:
        for part in parts:
            taken = _amount_deducted(world, deduction["code"], part, money)
            part.base -= taken
            part.left -= taken
        return
    quantities = [_quantity(deduction["of"], part, money) for part in parts]
    totals: dict[object, Decimal] = defaultdict(Decimal)
    for part, quantity in zip(parts, quantities, strict=True):
        totals[part.account, part.product] += quantity
    for part, quantity in zip(parts, quantities, strict=True):
        if totals[part.account, part.product] > 0:
            taken = kept(quantity * Decimal(str(deduction["share"])))
            part.base -= taken
            part.left -= taken


def _quantity(of_base: str, part: Part, money: Money) -> Decimal:
    """ "`remaining` (gross less the deductions listed above it)"."""
    return part.left if of_base == "remaining" else _sum(part, money, _QUANTITIES[of_base])


def _amount_deducted(world: World, code: str, part: Part, money: Money) -> Decimal:
    """ "A positive number reduces, a negative one adds". Fees stand beside their record."""
    if code == "chargebacks":
        return _sum(part, money, _chargebacks)
    if not code.startswith("fees."):
        return _sum(part, money, _column(code))
    return sum(
        (
            money(event, Decimal(str(fee["amount"])))
            for event in part.events
            for fee in world.fees.get((event.key, event.row["version_no"]), ())
            if fee["fee_code"] == code
        ),
        Decimal(0),
    )

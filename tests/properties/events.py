"""Programs of event components: actions, turnover, spreads, commission, sales, lots."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random

from tests.properties.chained import add_caps, add_levels, add_rebate, an_override
from tests.properties.draft import Data, Draft, Record
from tests.properties.lots import NATIVE, SYMBOLS
from tests.properties.off import on
from tests.properties.sales import PRODUCTS
from tests.properties.tiered import event_tiers
from tests.properties.values import SHARES, a_day, a_moment, a_number

RATIO = {"of": "profit_amount", "to": "lots"}


def per_action(dice: Random) -> Data:
    component: Data = {"type": "per_action", "action": dice.choice(ACTIONS)}
    counts = {"sale": ("sales",), "registration": ("registrations",)}
    _price(dice, component, "amount", counts.get(component["action"], ()), ("quantity",))
    _products(dice, component)
    return component


def per_turnover(dice: Random) -> Data:
    of = dice.choice(["notional", "notional", "stakes"])
    component: Data = {"type": "per_turnover", "of": of, "per": dice.choice(["1000", "7"])}
    if of == "notional":
        component["price"] = dice.choice(["open", "close"])
        component["sides"] = dice.choice(["one", "both"])
        _trades(dice, component)
    else:
        _products(dice, component)
    _price(dice, component, "rate", ("turnover",) if of == "stakes" else (), ("amount",))
    return component


def spread_share(dice: Random) -> Data:
    component: Data = {"type": "spread_share", "of": dice.choice(["revenue", "points", "mark_up"])}
    if component["of"] == "mark_up":
        component["mark_up"] = [{"value": "12"}, {"symbol_group": "majors", "value": "7.5"}]
    if component["of"] != "revenue" and dice.random() < 0.5:
        component["cap_points"] = "10"
    _price(dice, component, "share", (), ("amount", RATIO))
    _trades(dice, component)
    return component


def commission_share(dice: Random) -> Data:
    component: Data = {"type": "commission_share"}
    _price(dice, component, "share", (), ("amount", RATIO))
    _trades(dice, component)
    return component


def sale_share(dice: Random) -> Data:
    component: Data = {"type": "sale_share", "sales": "all"}
    if dice.random() < 0.3:
        component["sales"] = dice.choice(["first", "first_n", "within_months"])
        if component["sales"] != "first":
            component[component["sales"]] = "2"
    _price(dice, component, "share", ("net_sales", "sales"), ("amount",))
    _products(dice, component)
    return component


def per_lot(dice: Random) -> Data:
    component: Data = {"type": "per_lot"}
    _price(dice, component, "rate_per_lot", ("lots",), ("quantity", RATIO))
    if dice.random() < 0.3:
        component["lot_modifiers"] = [{"symbol_group": "metals", "value": "0.75"}]
    _trades(dice, component)
    return component


ACTIONS = ("lead", "registration", "sale", "custom")
KINDS: dict[str, Callable[[Random], Data]] = {
    "per_action": per_action,
    "per_turnover": per_turnover,
    "spread_share": spread_share,
    "commission_share": commission_share,
    "sale_share": sale_share,
    "per_lot": per_lot,
}


def _price(
    dice: Random,
    component: Data,
    key: str,
    running: tuple[str, ...],
    of: tuple[object, ...],
) -> None:
    """A number, a table or tiers, and who gets it."""
    if dice.random() < 0.4 and on("tiers"):
        component["tiers"] = event_tiers(dice, key, running, of)
    else:
        value = SHARES if key == "share" else ("4", "2.5", "0.5", "10")
        component[key] = [{"value": dice.choice(value)}]
        more = dice.choice(
            [{}, {"country": "DE"}, {"country_group": "dach"}, {"campaign": "camp-P0"}]
        )
        if more:
            component[key].append({**more, "value": dice.choice(value)})
    add_levels(dice, component, key)
    add_caps(dice, component)
    add_rebate(dice, component)


def _products(dice: Random, component: Data) -> None:
    if dice.random() < 0.25:
        component["excluded_products"] = ["reset"]


def _trades(dice: Random, component: Data) -> None:
    types = dice.choice([None] * 4 + [["live", "demo"], ["pro"]])
    if types:
        component["account_types"] = types
    if dice.random() < 0.2:
        component["symbol_groups"] = ["majors"]
    if dice.random() < 0.2:
        component["minimum_holding_seconds"] = "60"


def event_components(dice: Random) -> list[Data]:
    """One to three components, and sometimes an override or two."""
    names = ("main", "second", "third")
    kinds = [dice.choice([k for k in KINDS if on(k)]) for _ in range(dice.choice([1, 1, 2, 3]))]
    found = []
    for name, kind in zip(names, kinds, strict=False):
        common = {
            "id": name, "hold_days": dice.choice(["0", "14"]),
            "own_account": dice.choice(["none", "none", "earns", "upline_only"]),
        }  # fmt: skip
        found.append({**common, **KINDS[kind](dice)})
        if dice.random() < 0.15 and on("digits"):
            found[-1]["digits"] = "4"
    for name in ("above", "higher")[: dice.choice([0, 0, 1, 2])]:
        if on("override"):
            found.append(an_override(dice, name, ("trades", "sales"), tuple(KINDS)))
    return found


def add_details(draft: Draft) -> None:
    """Ticks and quote currencies of the symbols."""
    draft.symbols = SYMBOLS
    draft.aliases = {"GOLD": "XAUUSD"}
    draft.suffixes = ["_", ".r", "_.r"]
    draft.countries = {"dach": ["DE", "AT"]}
    for symbols in SYMBOLS.values():
        for symbol in symbols:
            draft.details[symbol] = {"tick": "0.01", "contract_size": "10",
                                     "quote_currency": "USD"}  # fmt: skip


def add_facts(dice: Random, draft: Draft, clients: list[str], accounts: list[str]) -> None:
    """Trades with prices, spreads and commission; sales, leads and play; late ones too."""
    for number in range(dice.randint(5, 16)):
        kind = dice.choice(["trade", "trade", "trade", "sale", "sale", *ACTIONS, "play", "deposit"])
        client = dice.choice(clients)
        table, key = "conversions", f"e{number}"
        if kind == "trade":
            table, key = "trades", f"t{number}"
            versions: list[Data | None] = [_trade(dice, draft, accounts, number) for _ in range(2)]
        elif kind == "play":
            table, on_ = "activity", a_day(dice)
            key = f"{client}/{on_}"
            if any(record.record_key == f"test:{key}" for record in draft.records):
                continue
            versions = [_play(dice, client, on_) for _ in range(2)]
        else:
            versions = [_conversion(dice, draft, kind, client, number) for _ in range(2)]
        later = dice.choice(["same"] * 4 + ["amended", "removed"])
        kept = versions if later == "amended" else versions[:1]
        kept += [None] if later == "removed" else []
        phase = dice.choice([1, 1, 2])
        draft.records.append(Record(table, f"test:{key}", kept, phase=phase))
        first = versions[0] or {}
        if kind == "sale" and dice.random() < 0.3:
            _refund(dice, draft, first, number)


def _trade(dice: Random, draft: Draft, accounts: list[str], number: int) -> Data:
    closed = a_moment(dice, draft.zone, a_day(dice))
    return {
        "trade_id": f"t{number}", "account_id": dice.choice(accounts),
        "native_symbol": dice.choice(NATIVE), "lots": a_number(dice, 0, 4, 2),
        "opened_at": closed - timedelta(seconds=dice.choice([3600, 60, 59])), "closed_at": closed,
        "contract_size": dice.choice([None, "10", "1.5"]),
        "open_price": a_number(dice, 1, 90, 5), "close_price": a_number(dice, 1, 90, 5),
        "quote_currency_code": dice.choice(["USD", "USD", "JPY"]),
        "spread_points": a_number(dice, 0, 25, 1),
        "spread_revenue_amount": a_number(dice, 0, 60), "profit_amount": a_number(dice, -90, 90),
        "commission_amount": a_number(dice, 0, 60), "currency_code": dice.choice(["USD", "EUR"]),
        "brand": dice.choice([None, None, None, "red"]),
    }  # fmt: skip


def _conversion(dice: Random, draft: Draft, kind: str, client: str, number: int) -> Data:
    has_money = kind in ("sale", "deposit")
    return {
        "event_id": f"e{number}", "conversion_type": kind, "client_id": client,
        "occurred_at": a_moment(dice, draft.zone, a_day(dice)),
        "quantity": dice.choice(["1", "1", "3", "2.5"]) if kind != "registration" else "1",
        "amount": a_number(dice, 1, 300) if has_money else None,
        "currency_code": dice.choice(["EUR", "EUR", "USD", "JPY"]) if has_money else None,
        "product": None if kind == "registration" else dice.choice(PRODUCTS), "is_confirmed": True,
        "brand": dice.choice([None, None, None, "red"]),
    }  # fmt: skip


def _play(dice: Random, client: str, on_: object) -> Data:
    return {
        "activity_on": on_, "client_id": client, "product": "casino", "currency_code": "EUR",
        "stakes": a_number(dice, 0, 200), "payouts": a_number(dice, 0, 150), "voids": "0",
    }  # fmt: skip


def _refund(dice: Random, draft: Draft, sale: Data, number: int) -> None:
    refund = {
        **sale, "event_id": f"r{number}", "conversion_type": dice.choice(["refund", "chargeback"]),
        "refunds": f"e{number}", "quantity": "1",
        "occurred_at": sale["occurred_at"] + timedelta(days=dice.choice([0, 1, 35])),
    }  # fmt: skip
    if dice.random() < 0.6:
        refund["amount"] = a_number(dice, 1, 150)
    draft.records.append(Record("conversions", f"test:r{number}", [refund], phase=2))

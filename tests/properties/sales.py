"""Programs that pay a share of sales: products, first sales, steps by amount, refunds."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from tests.properties.draft import Data, Draft, Record
from tests.properties.values import SHARES, a_day, a_moment, a_number

PRODUCTS = ("challenge", "add_on", "reset", None)
MONEY = ("EUR", "USD", "JPY", "KWD", "USC")


def sale_share(dice: Random) -> Data:
    """A component `sales`."""
    component: Data = {
        "id": "sales", "type": "sale_share",
        "hold_days": dice.choice(["0", "30"]),
        "own_account": dice.choice(["none", "earns", "upline_only"]),
        "sales": dice.choice(["all", "all", "first", "first_n", "within_months"]),
    }  # fmt: skip
    if component["sales"] in ("first_n", "within_months"):
        component[component["sales"]] = dice.choice(["1", "2", "3"])
    if dice.random() < 0.4:
        component["tiers"] = {
            "kind": dice.choice(["slab", "marginal"]), "metric": "event", "steps": steps(dice),
        }  # fmt: skip
    else:
        component["share"] = _shares(dice)
        component["negotiable"] = {"share": {"min": "0", "max": "0.9"}}
    if dice.random() < 0.3:
        component["excluded_products"] = ["reset"]
    if dice.random() < 0.15:
        component["products"] = ["challenge"]
    return component


def steps(dice: Random, key: str = "share", highest: int = 300) -> list[Data]:
    """One to three rising steps, `from` or `above`; the first does not always begin at 0."""
    found: list[Data] = []
    value = dice.choice([0, 0, 0, 50])
    for _ in range(dice.randint(1, 3)):
        rate = dice.choice(SHARES) if key == "share" else a_number(dice, 1, 90)
        start = "from" if not found or dice.random() < 0.5 else "above"
        found.append({start: f"{value}.00", key: rate})
        value += dice.randint(1, highest)
    return found


def _shares(dice: Random) -> list[Data]:
    rows: list[Data] = [{"value": dice.choice(SHARES)}] if dice.random() < 0.8 else []
    some = [{"product": "challenge"}, {"product": "add_on"}]
    more = dice.choice([[], some, [{"country": "DE"}], [{"campaign": "camp-P0"}]])
    rows += [{**row, "value": dice.choice(SHARES)} for row in more]
    return rows or [{"value": "0.20"}]


def sale_overrides(dice: Random, plan: Data) -> Data:
    named = [{}, {"components.sales.share": dice.choice(SHARES)}]
    ruled = all("share" in part for v in plan["versions"] for part in v["components"])
    return dice.choice(named) if ruled else {}


def add_sales(dice: Random, draft: Draft, clients: list[str]) -> None:
    """Sales, some refunded, some amended or removed."""
    for number in range(dice.randint(1, 9)):
        sale = _conversion(dice, draft, "sale", f"s{number}", dice.choice(clients))
        later = dice.choice(["same", "same", "same", "amended", "removed"])
        versions: list[Data | None] = [sale]
        if later == "amended":
            versions.append({**sale, "amount": a_number(dice, 1, 400)})
        if later == "removed":
            versions.append(None)
        phase = dice.choice([1, 1, 2])
        draft.records.append(Record("conversions", f"test:s{number}", versions, phase=phase))
        if dice.random() < 0.35:
            _add_refund(dice, draft, sale, number)


def _add_refund(dice: Random, draft: Draft, sale: Data, number: int) -> None:
    """A refund of a part or of all (or a chargeback), on a day of its own."""
    kind = dice.choice(["refund", "refund", "chargeback"])
    refund = {
        **sale, "event_id": f"r{number}", "conversion_type": kind, "refunds": f"s{number}",
        "occurred_at": sale["occurred_at"] + timedelta(days=dice.choice([0, 1, 20, 40])),
    }  # fmt: skip
    if dice.random() < 0.6:
        refund["amount"] = a_number(dice, 1, 200)
    draft.records.append(Record("conversions", f"test:r{number}", [refund], phase=2))


def _conversion(dice: Random, draft: Draft, kind: str, event_id: str, client: str) -> Data:
    large = dice.random() < 0.1
    return {
        "event_id": event_id, "conversion_type": kind, "client_id": client,
        "occurred_at": a_moment(dice, draft.zone, a_day(dice)),
        "amount": a_number(dice, 1, 20000000) if large else a_number(dice, 1, 400),
        "currency_code": dice.choice(MONEY), "quantity": 1,
        "product": dice.choice(PRODUCTS), "is_confirmed": dice.random() < 0.95,
        "brand": dice.choice([None, None, "red"]),
    }  # fmt: skip

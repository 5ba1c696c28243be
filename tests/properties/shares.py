"""Programs that pay a share of a period's base: deductions, steps, carryover, gates."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.properties.draft import Data, Draft, Record
from tests.properties.sales import steps
from tests.properties.values import SHARES, a_day, a_moment, a_number

OWN = ("none", "earns", "upline_only")
BASES = ("ngr", "ngr", "ngr", "net_revenue", "turnover", "net_deposits", "net_sales")
COUNTS = ("registrations", "first_deposits", "active_clients", "sales")
MONEY_METRICS = ("deposits", "net_revenue", "net_sales", "turnover")


def revshare(dice: Random) -> Data:
    """A component `share`."""
    component: Data = {
        "id": "share", "type": "revshare", "base": dice.choice(BASES),
        "hold_days": dice.choice(["0", "10"]), "own_account": dice.choice(OWN),
        "carryover": _carryover(dice),
    }  # fmt: skip
    scope = component["carryover"]["scope"]
    if scope == "record" and component["base"].startswith("net_"):
        component["base"] = "ngr"
    component["deductions"] = _deductions(dice, component["base"], scope)
    if dice.random() < 0.6:
        component["tiers"] = _tiers(dice, scope)
    else:
        component["share"] = _table(dice, scope)
    if dice.random() < 0.35:
        is_count = dice.random() < 0.7
        component["gate"] = {
            "metric": dice.choice(COUNTS if is_count else MONEY_METRICS),
            "at_least": dice.choice(["1", "2"]) if is_count else "200.00",
        }
    return component


def _carryover(dice: Random) -> Data:
    scope = dice.choice(["deal", "deal", "brand", "product", "client", "record"])
    policy = "none" if scope == "record" else dice.choice(["none", "full", "full"])
    full = policy == "full"
    return {
        "policy": policy, "level": dice.choice(["base", "commission"]), "scope": scope,
        "cap": dice.choice([None, None, "100.00", "30.00"]) if full else None,
        "expires_after": dice.choice([None, None, "1", "2"]) if full else None,
    }  # fmt: skip


def _deductions(dice: Random, base: str, scope: str) -> list[Data]:
    of = ["gross", "stakes"] + (["remaining"] if base == "ngr" else [])
    of += ["deposits", "withdrawals"] if scope not in ("product", "record") else []
    known: list[Data] = [
        {"code": "bonus_cost"},
        {"code": "adjustments"},
        {"code": "chargebacks"},
        {"code": "fees.tax"},
        {"code": "fees.provider", "share": dice.choice(SHARES), "of": dice.choice(of)},
        {"code": "fees.licence", "share": "0.02", "of": dice.choice(of)},
    ]
    return dice.sample(known, dice.choice([0, 0, 1, 2, 4, 6]))


def _tiers(dice: Random, scope: str) -> Data:
    kind = dice.choice(["slab", "marginal"]) if scope in ("deal", "brand") else "slab"
    metric = "base"
    if kind == "slab" and dice.random() < 0.3:
        metric = dice.choice([*COUNTS, *MONEY_METRICS])
    found = steps(dice, highest=2 if metric in COUNTS else 300)
    if metric in COUNTS:
        found[0] = {"from": dice.choice(["0", "1"]), "share": found[0]["share"]}
        found = found[:1] + [{"from": "2", "share": "0.40"}] * (len(found) > 1)
    on = dice.choice(["period_base", "after_carryover"])
    return {"kind": kind, "metric": metric, "on": on, "steps": found}


def _table(dice: Random, scope: str) -> list[Data]:
    rows: list[Data] = [{"value": dice.choice(SHARES)}]
    if scope == "product":
        rows.append({"product": "casino", "value": dice.choice(SHARES)})
    if scope == "client":
        rows.append({"country": "DE", "value": dice.choice(SHARES)})
    return rows[dice.choice([0, 0, 1]) if len(rows) > 1 else 0 :]


def no_overrides(dice: Random, plan: Data) -> Data:
    return {}


def add_activity(dice: Random, draft: Draft, clients: list[str]) -> None:
    """Daily rows with columns that are sometimes negative; some are late, amended or removed."""
    taken = set()
    currency = dice.choice(["EUR", "EUR", "EUR", "USD", "JPY"])
    for _ in range(dice.randint(3, 14)):
        client, on = dice.choice(clients), a_day(dice)
        product = dice.choice(["casino", "casino", "sports"])
        if (client, on, product) in taken:
            continue
        taken.add((client, on, product))
        row = _activity(dice, client, on, product)
        row["currency_code"] = currency
        versions: list[Data | None] = [row]
        later = dice.choice(["same"] * 4 + ["amended", "removed"])
        if later == "amended":
            again = _activity(dice, client, on, product)
            versions.append({**again, "currency_code": currency})
        if later == "removed":
            versions.append(None)
        fees = [{"fee_code": "fees.tax", "amount": a_number(dice, -5, 20)}]
        key = f"test:{client}/{on}/{product}"
        draft.records.append(
            Record("activity", key, versions, fees if dice.random() < 0.4 else [],
                   dice.choice([1, 1, 2]))
        )  # fmt: skip


def _activity(dice: Random, client: str, on: date, product: str) -> Data:
    row: Data = {"activity_on": on, "client_id": client, "product": product}
    row["stakes"] = a_number(dice, 0, 900)
    row["payouts"] = a_number(dice, 0, 900) if dice.random() < 0.8 else a_number(dice, 0, 4000)
    row["voids"] = a_number(dice, 0, 20) if dice.random() < 0.2 else "0"
    for name, low, high in (("bonus_cost", 0, 50), ("adjustments", -30, 30), ("chargebacks", 0, 9)):
        if dice.random() < 0.3:
            row[name] = a_number(dice, low, high)
    if dice.random() < 0.3:
        row["net_revenue"] = a_number(dice, -200, 400)
    return row


def add_money(dice: Random, draft: Draft, clients: list[str]) -> None:
    """Deposits, withdrawals and sales; a sale is sometimes refunded on a later day."""
    for number in range(dice.randint(0, 8)):
        kind = dice.choice(["deposit", "deposit", "withdrawal", "sale"])
        fact = {
            "event_id": f"m{number}", "conversion_type": kind, "client_id": dice.choice(clients),
            "occurred_at": a_moment(dice, draft.zone, a_day(dice)),
            "amount": a_number(dice, 1, 500), "currency_code": dice.choice(["EUR", "EUR", "USD"]),
            "quantity": 1, "product": None, "is_confirmed": True,
        }  # fmt: skip
        phase = dice.choice([1, 1, 2])
        draft.records.append(Record("conversions", f"test:m{number}", [fact], phase=phase))
        if kind == "sale" and dice.random() < 0.4:
            refund = {
                **fact, "event_id": f"n{number}", "conversion_type": "refund",
                "refunds": f"m{number}", "amount": a_number(dice, 1, 100),
                "occurred_at": fact["occurred_at"] + timedelta(days=dice.choice([1, 35])),
            }  # fmt: skip
            draft.records.append(Record("conversions", f"test:n{number}", [refund], phase=2))

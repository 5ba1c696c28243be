"""Strategies for programs that pay per lot: rate tables, levels, accounts and trades."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from tests.properties.draft import Data, Draft, Record
from tests.properties.values import a_day, a_moment, a_number

SYMBOLS = {"majors": ["EURUSD", "GBPUSD"], "metals": ["XAUUSD", "XAGUSD"]}
NATIVE = ("EURUSD", "GBPUSD_", "GOLD", "GOLD_", "XAGUSD.r", "EURUSD_.r", "WTI", "EURUSD")
ROWS = (
    {"symbol_group": "majors"},
    {"symbol": "EURUSD"},
    {"symbol_group": "metals"},
    {"account_type": "pro"},
    {"account_type": "live", "symbol_group": "metals"},
    {"country": "DE"},
)


def add_symbols(draft: Draft) -> None:
    draft.symbols = SYMBOLS
    draft.aliases = {"GOLD": "XAUUSD"}
    draft.suffixes = ["_", ".r", "_.r"]


def per_lot(dice: Random) -> Data:
    """A component `rebate`; the default row is sometimes missing."""
    rates = [{"value": a_number(dice, 0, 12)}] if dice.randint(0, 5) else []
    wanted = dice.choice([(), (0,), (0, 1), (0, 1, 2), (3,), (2, 4), (5,)])
    rates += [{**ROWS[at], "value": a_number(dice, 0, 12)} for at in wanted]
    component: Data = {
        "id": "rebate",
        "type": "per_lot",
        "rate_per_lot": rates or "3.00",
        "hold_days": dice.choice(["0", "14", "45"]),
        "own_account": dice.choice(["none", "earns", "upline_only"]),
        "minimum_holding_seconds": dice.choice(["0", "60"]),
        "negotiable": {"rate_per_lot": {"min": "0", "max": "20"}},
    }
    if dice.random() < 0.5 or dice.random() < 0.5:
        months = dice.choice([None, None, "6", "4"])
        depth = dice.choice(["1", "2", "3", "5"])
        component["levels"] = {
            "algebra": "differential", "depth": depth, "duration_months": months,
        }  # fmt: skip
    if dice.randint(0, 2) == 0:
        component["lot_modifiers"] = [
            {"symbol": "XAGUSD", "value": "0.8"}, {"symbol_group": "metals", "value": "0.75"}
        ]  # fmt: skip
    _add_filters(dice, component)
    return component


def _add_filters(dice: Random, component: Data) -> None:
    types = dice.choice([None] * 5 + [["live", "demo"], ["pro"], ["demo"]])
    if types:
        component["account_types"] = types
    if dice.randint(0, 5) == 0:
        component["symbol_groups"] = ["majors"]
        component["symbols"] = dice.choice([[], ["XAUUSD"]])
    if dice.randint(0, 5) == 0:
        component["excluded_deal_reasons"] = ["so"]


def lot_overrides(dice: Random, plan: Data) -> Data:
    """Sometimes the default, sometimes a row."""
    value = a_number(dice, 0, 15)
    path = "components.rebate.rate_per_lot"
    named = f"{path}[symbol_group=majors]"
    return dice.choice([{}, {}, {path: value}, {path: value, named: "7.50"}])


def add_accounts(dice: Random, draft: Draft, clients: list[str]) -> list[str]:
    """An account or two a client; sometimes one of nobody."""
    accounts = []
    for client in clients:
        for number in range(dice.randint(1, 2)):
            account = f"a-{client}-{number}"
            kind = dice.choice(["standard", "standard", "standard", "pro", "demo"])
            row = {
                "account_id": account, "client_id": client, "account_tail": account[-3:],
                "account_type": kind, "is_demo": kind == "demo",
            }  # fmt: skip
            phase = dice.choice([1, 1, 1, 2])
            draft.records.append(Record("accounts", f"test:{account}", [row], phase=phase))
            accounts.append(account)
    return [*accounts, "a-unknown"] if dice.randint(0, 3) == 0 else accounts


def add_trades(dice: Random, draft: Draft, accounts: list[str]) -> None:
    """Up to eight closed trades; some arrive late, are amended or removed."""
    for number in range(dice.randint(3, 12)):
        first = _trade(dice, draft, accounts, number)
        versions: list[Data | None] = [first]
        later = dice.choice(["same", "same", "same", "amended", "removed"])
        if later == "amended":
            versions.append({**first, "lots": a_number(dice, 1, 5, 4)})
        if later == "removed":
            versions.append(None)
        phase = dice.choice([1, 1, 2])
        draft.records.append(Record("trades", f"test:t{number}", versions, phase=phase))


def _trade(dice: Random, draft: Draft, accounts: list[str], number: int) -> Data:
    closed = a_moment(dice, draft.zone, a_day(dice))
    seconds = dice.choice([3600, 60, 59, 90000])
    return {
        "trade_id": f"t{number}", "account_id": dice.choice(accounts),
        "native_symbol": dice.choice(NATIVE), "lots": a_number(dice, 1, 9, 2),
        "opened_at": closed - timedelta(seconds=seconds), "closed_at": closed,
        "brand": dice.choice([None, None, "red", "blue"]),
        "deal_reason": dice.choice([None, None, "so"]),
        "commission_amount": a_number(dice, 0, 30), "currency_code": "USD",
    }  # fmt: skip

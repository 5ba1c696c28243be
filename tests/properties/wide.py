"""What the other strategies leave out: who is active, gates of events, levels of fees, products and
symbols of components, jackpots, named brands of play, suspended partners, tied currencies."""

from __future__ import annotations

from random import Random

from tests.properties.draft import Data, Draft
from tests.properties.tiered import a_gate
from tests.properties.values import SHARES, a_number

TRADES = ("per_lot", "per_turnover", "spread_share", "commission_share")
ACTIVE = ("deposits", "net_revenue", "net_sales", "turnover", "sales", "lots", "trades")
TIED = {"USD": "USC"}


def widen(dice: Random, draft: Draft) -> None:
    """Give a program options that it does not have yet."""
    for plan in draft.plans.values():
        _widen_plan(dice, plan)
    for deal in draft.deals:
        deal["currency_code"] = draft.plans[deal["plan_id"]]["currency"]
    for partner in draft.partners:
        if dice.random() < 0.15:
            partner["status"] = "suspended"
    for record in draft.records:
        if record.table == "activity":
            _widen_activity(dice, [row for row in record.versions if row])


def _widen_plan(dice: Random, plan: Data) -> None:
    active = _active_when(dice) if dice.random() < 0.4 else None
    for version in plan["versions"]:
        if active:
            version["active_when"] = active
        for component in version["components"]:
            _widen_component(dice, component)
    if plan["currency"] in TIED and dice.random() < 0.5:
        plan["currency"] = TIED[plan["currency"]]


def _active_when(dice: Random) -> Data:
    metric = dice.choice(ACTIVE)
    counted = metric in ("sales", "lots", "trades")
    return {"metric": metric, "at_least": "1" if counted else dice.choice(["20.00", "150.00"])}


def _widen_component(dice: Random, component: Data) -> None:
    kind = component["type"]
    if kind in ("flat_fee", "bonus"):
        component["hold_days"] = dice.choice(["0", "7"])
        if dice.random() < 0.5 and not component.get("levels"):
            _level_fee(dice, component)
    if kind == "revshare":
        _widen_share(dice, component)
    if kind == "override" and component.get("carryover"):
        if dice.random() < 0.5:
            known: list[Data] = [
                {"code": "bonus_cost"},
                {"code": "fees.tax"},
                {"code": "fees.licence", "share": dice.choice(SHARES), "of": "stakes"},
            ]
            component["deductions"] = dice.sample(known, dice.choice([1, 2, 3]))
        if component["of"] == "turnover" and dice.random() < 0.5:
            component["of"], component["edge"] = "theoretical", [{"value": "0.05"}]
    if kind in TRADES and dice.random() < 0.2 and not component.get("symbol_groups"):
        component["symbols"] = ["EURUSD", "XAUUSD"]
    if kind in (*TRADES, "sale_share", "per_action", "cpa") and dice.random() < 0.3:
        component["gate"] = a_gate(dice)


def _level_fee(dice: Random, component: Data) -> None:
    """A fee or a bonus divided, by a table of amounts, or (a fee) by difference."""
    algebra = dice.choice(["split", "fixed", "differential"])
    if algebra == "split":
        lists = [["1"], ["0.6", "0.4"], ["0.5", "0.3", "0.2"]]
        component["levels"] = {"algebra": "split", "shares": lists}
    elif component["type"] == "flat_fee":
        component["levels"] = {"algebra": "differential", "depth": dice.choice(["2", "3"])}


def _widen_share(dice: Random, component: Data) -> None:
    what = dice.choice([None, None, "products", "excluded_products"])
    if what and component["carryover"]["scope"] != "product":
        component[what] = ["casino"]
    if dice.random() < 0.4:
        component.setdefault("deductions", []).append({"code": "jackpot_contribution"})
    if dice.random() < 0.2:
        component["digits"] = "4"


def _widen_activity(dice: Random, rows: list[Data]) -> None:
    brand = dice.choice([None, None, "red"])
    for row in rows:
        row["brand"] = brand
        if dice.random() < 0.4:
            row["jackpot_contribution"] = a_number(dice, 0, 30)

"""Strategies for levels, client rebates, caps and overrides."""

from __future__ import annotations

from random import Random

from tests.properties.draft import Data
from tests.properties.off import on
from tests.properties.tiered import a_gate
from tests.properties.values import SHARES, a_number


def add_levels(dice: Random, component: Data, key: str) -> None:
    """Sometimes an algebra; a fixed table stands in place of the rate `key`."""
    algebra = dice.choice(["none", "none", "differential", "split", "passed", "fixed"])
    if algebra == "none" or not on(algebra):
        return
    chain: Data = {"duration_months": dice.choice([None, None, None, "6", "4"])}
    if algebra == "differential":
        tiers = component.get("tiers", {})
        if tiers.get("kind") == "marginal" or tiers.get("metric") == "event":
            return
        chain |= {"algebra": "differential", "depth": dice.choice(["1", "2", "3"])}
    elif algebra == "split":
        lists = [["1"], ["0.6", "0.4"], ["0.5", "0.25", "0.25"]]
        other = [["0.9"], ["0.7", "0.2"]] if on("split_rest") else lists
        chain |= {"algebra": "split", "shares": dice.choice([lists, other, lists[:2]])}
    elif algebra == "passed":
        passed = {"default": dice.choice(["0.5", "0.7"]), "min": "0.1", "max": "0.9"}
        chain |= {"algebra": "split", "passed_down": passed}
    else:
        value = SHARES if key == "share" else ("4", "2", "1", "0.75")
        table = [dice.choice(value) for _ in range(dice.randint(1, 3))]
        chain |= {"algebra": "fixed_per_level", "table": table}
        if dice.random() < 0.4:
            chain["compression"] = True
        if dice.random() < 0.4 and on("qualifies_when"):
            chain["qualifies_when"] = a_gate(dice)
        component.pop("tiers", None)
        component.pop(key, None)
        component.pop("negotiable", None)
    if algebra in ("split", "fixed", "passed") and dice.random() < 0.3:
        chain["depth"] = dice.choice(["1", "2"])
    component["levels"] = chain


def add_rebate(dice: Random, component: Data) -> None:
    if dice.random() < 0.2 and on("client_rebate"):
        counted = component["type"] in ("per_lot", "per_action")
        by_share = not counted or dice.random() < 0.5
        component["client_rebate"] = (
            {"share": dice.choice(SHARES)} if by_share else {"per_unit": dice.choice(["0.5", "3"])}
        )


def add_caps(dice: Random, component: Data) -> None:
    """Up to three caps of an event component."""
    if dice.random() < 0.6 or not on("caps"):
        return
    known: list[Data] = [
        {"per": "event", "amount": a_number(dice, 5, 40)},
        {"per": "client", "amount": a_number(dice, 5, 90)},
        {"per": "client", "window": "period", "amount": a_number(dice, 5, 60)},
        {"per": "client", "count": "2"},
        {"per": "deal", "window": "period", "amount": a_number(dice, 20, 120)},
        {"per": "deal", "window": "life", "amount": a_number(dice, 40, 200)},
        {"per": "deal", "window": "period", "count": "3"},
    ]
    component["caps"] = dice.sample(known, dice.choice([1, 1, 2, 3]))


def an_override(dice: Random, name: str, revenue: tuple[str, ...], types: tuple[str, ...]) -> Data:
    """An override on commission, revenue or quantity."""
    base = dice.choice(["commission", "commission", "revenue", "quantity"])
    component: Data = {
        "id": name, "type": "override", "base": base, "hold_days": dice.choice(["0", "20"]),
        "rates": [dice.choice(SHARES) for _ in range(dice.randint(1, 3))],
        "duration_months": dice.choice([None, None, "6"]),
    }  # fmt: skip
    if base == "commission":
        component["of"] = dice.choice(["direct", "below"])
        if dice.random() < 0.3:
            component["component_types"] = [dice.choice(types)]
    else:
        component["own_account"] = dice.choice(["none", "earns", "upline_only"])
        quantities = ("lots", "lead", "registration")
        quantities += ("sale",) if on("override_of_sale_quantity") else ()
        component["of"] = dice.choice(revenue if base == "revenue" else quantities)
        if dice.random() < 0.3 and on("follows"):
            component["follows"] = "main"
        if component["of"] in ("trades", "lots") and dice.random() < 0.2:
            component["account_types"] = dice.choice([["live", "demo"], ["pro"]])
    if dice.random() < 0.2 and on("override_gates"):
        component["gate"] = a_gate(dice)
    return component

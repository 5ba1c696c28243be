"""Programs of period components: shares with fences, look-backs and levels, fees, bonuses, and
overrides on a period's revenue."""

from __future__ import annotations

from random import Random

from tests.properties.chained import an_override
from tests.properties.draft import Data
from tests.properties.off import on
from tests.properties.shares import revshare
from tests.properties.tiered import a_gate, a_metric, some_steps
from tests.properties.values import SHARES, a_number

REVENUE = ("ngr", "net_revenue", "turnover", "net_deposits", "net_sales")


def period_components(dice: Random) -> list[Data]:
    """One to three period components, sometimes with overrides beside."""
    found = [dice.choice([_share, _share, _flat_fee, _bonus])(dice, "main")]
    if dice.random() < 0.4:
        found.append(dice.choice([_share, _flat_fee, _bonus])(dice, "second"))
    if dice.random() < 0.4 and on("override"):
        one = an_override(dice, "above", REVENUE, ("revshare", "flat_fee", "bonus"))
        if one["base"] == "revenue":
            one.pop("follows", None)
            one["carryover"] = {
                "policy": dice.choice(["none", "full"]),
                "level": dice.choice(["base", "commission"]),
                "scope": dice.choice(["deal", "product", "client"]),
            }  # fmt: skip
        if one["base"] != "revenue" or on("period_override"):
            found.append(one)
    return found


def _share(dice: Random, name: str) -> Data:
    """The share of the older strategy, with what is new."""
    component = {**revshare(dice), "id": name}
    scope = component["carryover"]["scope"]
    if dice.random() < 0.3 and scope not in ("client", "record") and on("fence"):
        component["fence"] = {"threshold": a_number(dice, 20, 300)}
        if dice.random() < 0.3 and on("product_fence"):
            component["fence"]["product"] = "casino"
    if component["base"] == "turnover" and dice.random() < 0.4 and on("theoretical"):
        component["base"] = "theoretical"
        component["edge"] = [{"product": "casino", "value": "0.04"}, {"value": "0.1"}]
    tiers = component.get("tiers")
    if tiers and tiers["kind"] == "slab" and dice.random() < 0.6:
        ask: Data = a_metric(dice)
        if dice.random() < 0.3 and on("base_look_backs"):
            ask = {"metric": "base", "look_back": dice.choice(["previous", {"average": "2"}])}
        tiers |= {**ask, "steps": some_steps(dice, "share", ask["metric"])}
    elif tiers and on("step_conditions"):
        tiers["steps"] = some_steps(dice, "share", "base")
    if "gate" in component or dice.random() < 0.2:
        component["gate"] = a_gate(dice)
    _add_levels(dice, component)
    _add_caps(dice, component)
    return component


def _flat_fee(dice: Random, name: str) -> Data:
    component: Data = {"id": name, "type": "flat_fee", "amount": a_number(dice, 10, 400)}
    if dice.random() < 0.3:
        component["gate"] = a_gate(dice)
    _add_caps(dice, component)
    return component


def _bonus(dice: Random, name: str) -> Data:
    ask = a_metric(dice)
    steps = some_steps(dice, "amount", ask["metric"])
    component: Data = {"id": name, "type": "bonus", "tiers": {**ask, "steps": steps}}
    if dice.random() < 0.3:
        component["gate"] = a_gate(dice)
    _add_caps(dice, component)
    return component


def _add_caps(dice: Random, component: Data) -> None:
    if dice.random() < 0.25 and on("period_caps"):
        known: list[Data] = [
            {"per": "deal", "window": "period", "amount": a_number(dice, 10, 90)},
            {"per": "deal", "window": "life", "amount": a_number(dice, 10, 200)},
        ]
        component["caps"] = dice.sample(known, dice.choice([1, 1, 2]))


def _add_levels(dice: Random, component: Data) -> None:
    """Split, differential or a fixed table on a share."""
    algebra = dice.choice(["none", "none", "differential", "split", "fixed"])
    if algebra == "none" or not on(f"period_{algebra}"):
        return
    chain: Data = {"duration_months": dice.choice([None, None, "6"])}
    if algebra == "differential":
        tiers = component.get("tiers", {})
        by_base = tiers and (tiers["metric"] == "base" or tiers["kind"] == "marginal")
        if by_base or component["carryover"]["level"] == "commission":
            return
        chain |= {"algebra": "differential", "depth": dice.choice(["2", "3"])}
    elif algebra == "split":
        chain |= {"algebra": "split", "shares": [["1"], ["0.6", "0.4"], ["0.5", "0.25", "0.25"]]}
    elif component["carryover"]["level"] == "commission":
        return
    else:
        component.pop("tiers", None)
        component.pop("share", None)
        chain |= {"algebra": "fixed_per_level", "table": [dice.choice(SHARES) for _ in range(2)]}
    component["levels"] = chain

"""Strategies for tiers: metrics, look-backs, networks, several metrics at once."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.properties.draft import Data
from tests.properties.off import on
from tests.properties.values import SHARES, a_number

COUNTS = ("registrations", "first_deposits", "active_clients", "sales", "lots")
MONEY = ("deposits", "net_revenue", "net_sales", "turnover")


def a_metric(dice: Random, *, look_backs: bool = True, more: tuple[str, ...] = ()) -> Data:
    """A metric of a period, perhaps of the network or looking back."""
    names = [*COUNTS, *MONEY, *more]
    if look_backs and on("commission"):
        names.append("commission")
    found: Data = {"metric": dice.choice(names)}
    if found["metric"] == "commission":
        return {**found, "look_back": "previous"}
    if dice.random() < 0.25 and on("network"):
        found["network"] = True
    if look_backs and dice.random() < 0.4 and on("look_backs"):
        found["look_back"] = a_look_back(dice)
    return found


def a_look_back(dice: Random) -> Any:
    return dice.choice(
        ["previous", {"average": dice.choice(["2", "3"])},
         {"rolling_days": dice.choice(["1", "10", "45"])}]
    )  # fmt: skip


def a_minimum(dice: Random, metric: str) -> str:
    """A value that a metric reaches sometimes."""
    return dice.choice(["1", "2"]) if metric in COUNTS else f"{dice.choice([50, 200, 500])}.00"


def a_gate(dice: Random) -> Data:
    ask = a_metric(dice, look_backs=False)
    return {**ask, "at_least": a_minimum(dice, ask["metric"])}


def a_rate(dice: Random, key: str) -> str:
    return dice.choice(SHARES) if key == "share" else a_number(dice, 1, 30)


def some_steps(dice: Random, key: str, metric: str, conditions: bool = True) -> list[Data]:
    """One to three rising steps; later ones sometimes ask for another metric."""
    width = 2 if metric in COUNTS else 300
    found: list[Data] = []
    value = dice.choice([0, 0, 0, 1 if metric in COUNTS else 50])
    for _ in range(dice.randint(1, 3)):
        start = "from" if not found or dice.random() < 0.5 else "above"
        step: Data = {start: str(value), key: a_rate(dice, key)}
        if conditions and dice.random() < 0.2 and on("step_conditions"):
            ask = a_metric(dice)
            how = dice.choice(["at_least", "above"])
            step["conditions"] = [{**ask, how: a_minimum(dice, ask["metric"])}]
        found.append(step)
        value += dice.randint(1, width)
    return found


def event_tiers(dice: Random, key: str, running: tuple[str, ...], of: tuple[Any, ...]) -> Data:
    """Tiers of an event component: by the event, or by a metric of the period; `running` are the
    metrics that the component's own quantity adds up to."""
    kind = dice.choice(["slab", "slab", "marginal"])
    if dice.random() < 0.4:
        tiers: Data = {"kind": kind, "metric": "event"}
        what = dice.choice([None, *of])
        if isinstance(what, dict):
            tiers["kind"] = "slab"
        if what is not None:
            tiers["of"] = what
        return {**tiers, "steps": some_steps(dice, key, "event")}
    if kind == "marginal" and running and on("running_totals"):
        metric = dice.choice(running)
        return {"kind": kind, "metric": metric, "steps": some_steps(dice, key, metric)}
    ask = a_metric(dice)
    return {"kind": "slab", **ask, "steps": some_steps(dice, key, ask["metric"])}

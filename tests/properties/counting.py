"""Programs of CPAs by number: counting tiers, steps, exclusions, moves; and their levels."""

from __future__ import annotations

from random import Random

from tests.properties.chained import add_caps, add_levels, an_override
from tests.properties.cpas import cpa
from tests.properties.draft import Data, Draft, Record
from tests.properties.off import on
from tests.properties.tiered import COUNTS, a_look_back, some_steps
from tests.properties.values import a_day, a_moment

METRICS = ("qualified_clients", "qualified_clients", "registrations", "active_clients", "deposits",
           "first_deposits")  # fmt: skip


def counting_components(dice: Random) -> list[Data]:
    """A CPA or two, sometimes with an override above."""
    found = [_cpa(dice, "cpa")]
    if dice.random() < 0.3:
        found.append(_cpa(dice, "second"))
        if dice.random() < 0.5 and on("once_for"):
            found[0]["once_for"] = found[1]["once_for"] = "same"
    if dice.random() < 0.3:
        one = an_override(dice, "above", ("trades", "sales"), ("cpa",))
        found.append({**one, "base": "commission", "of": dice.choice(["direct", "below"])})
        for name in ("follows", "own_account", "account_types"):
            found[-1].pop(name, None)
    return found


def _cpa(dice: Random, name: str) -> Data:
    component = {**cpa(dice), "id": name}
    kind = dice.choice(["amount", "counting", "counting", "stepped"])
    if kind == "counting" and on("counting"):
        _add_counting(dice, component)
    if kind == "stepped" and on("stepped"):
        del component["amount"]
        steps = [{"from": "0", "amount": "5.00"}, {"from": "50", "amount": "20.00"},
                 {"above": "120", "amount": "45.50"}]  # fmt: skip
        component["stepped"] = {"steps": steps[dice.choice([0, 1, 1]) :]}
        if dice.random() < 0.5:
            component["conditions"] = component["conditions"][:1]
        elif dice.random() < 0.5:
            component["conditions"] = []
    if dice.random() < 0.3 and on("again_after_move"):
        component["again_after_move"] = True
    if kind == "amount":
        add_levels(dice, component, "amount")
        add_caps(dice, component)
    return component


def _add_counting(dice: Random, component: Data) -> None:
    ask: Data = {"metric": dice.choice(METRICS)}
    if dice.random() < 0.2:
        ask["network"] = True
    if dice.random() < 0.2 and on("look_backs"):
        ask["look_back"] = a_look_back(dice)
    metric = "registrations" if ask["metric"] in ("qualified_clients", *COUNTS) else "deposits"
    steps = some_steps(dice, "amount", metric)
    del component["amount"]
    component["tiers"] = {**ask, "retroactive": dice.random() < 0.5, "steps": steps}
    for row in component["conditions"]:
        if isinstance(row["at_least"], dict) and row["at_least"]["of"] == "amount_due":
            row["at_least"] = "20.00"


def add_exclusions(dice: Random, draft: Draft, clients: list[str]) -> None:
    """Sometimes a client turns out to be a duplicate, or excludes itself."""
    for client in clients:
        if dice.random() < 0.2 and on("exclusions"):
            row = {
                "event_id": f"x-{client}", "conversion_type": "custom", "client_id": client,
                "occurred_at": a_moment(dice, draft.zone, a_day(dice)), "quantity": 1,
                "product": dice.choice(["duplicate_client", "self_excluded"]),
                "is_confirmed": True,
            }  # fmt: skip
            draft.records.append(Record("conversions", f"test:x-{client}", [row], phase=2))


def add_later_clicks(dice: Random, draft: Draft, clients: list[str]) -> None:
    """Clicks that a later record of a known client names."""
    for client in clients:
        if dice.random() > 0.4:
            continue
        partner = dice.choice(draft.partners)["partner_id"]
        at = a_moment(dice, draft.zone, a_day(dice))
        click = {"click_id": f"z-{client}", "link_code": f"link-{partner}", "occurred_at": at}
        fact = {
            "event_id": f"z-{client}", "conversion_type": "lead", "client_id": client,
            "occurred_at": at, "quantity": 1, "click_id": f"z-{client}", "is_confirmed": True,
        }  # fmt: skip
        draft.records.append(Record("clicks", f"test:z-{client}", [click]))
        draft.records.append(Record("conversions", f"test:zc-{client}", [fact]))

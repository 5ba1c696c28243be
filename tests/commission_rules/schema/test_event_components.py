"""What components that are paid for events refuse, and what they write to `terms`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from commission_rules.compiler.terms.components import child_rows, component_columns
from commission_rules.schema.component import Component
from tests.commission_rules.builders import LOOKUPS, Data, one, per_lot
from tests.commission_rules.text.event_samples import (
    EVENT_SAMPLES,
    commission_share,
    per_action,
    per_turnover,
    spread_share,
    steps,
)


def component(data: Data) -> Component:
    return one(data).components[0]


def refused(data: Data) -> list[str]:
    return [problem.what for problem in component(data).problems()]


def bad() -> Iterator[tuple[str, Data]]:
    for sample in (per_action(), per_turnover(), spread_share(), commission_share(), per_lot()):
        number = {"per_action": "amount", "per_turnover": "rate", "per_lot": "rate_per_lot"}
        name = number.get(sample["type"], "share")
        yield f"{sample['type']} without a price", {**sample, name: None}
    yield "both", per_lot(tiers=steps("rate_per_lot", "4", "5"))
    yield "no price of a notional", per_turnover(price=None)
    yield "no sides of a notional", per_turnover(sides=None)
    yield "no turnover", per_turnover(per="0")
    yield "products of a notional", per_turnover(products=["slots"])
    yield "product rows of a notional", per_turnover(rate=[{"product": "slots", "value": "1"}])
    yield "symbols of stakes", per_turnover(of="stakes", price=None, sides=None, symbols=["EURUSD"])
    yield "sides of stakes", per_turnover(of="stakes", price=None)
    yield "mark-up without one", spread_share(of="mark_up")
    yield "mark-up beside points", spread_share(of="points", mark_up="12")
    yield "cap of points of revenue", spread_share(cap_points="25")
    yield "listed and excluded", per_action(products=["a"], excluded_products=["a"])


@pytest.mark.parametrize("data", [pytest.param(data, id=name) for name, data in bad()])
def test_what_says_two_things_or_none_is_refused(data):
    assert refused(data)


@pytest.mark.parametrize("data", EVENT_SAMPLES, ids=lambda data: data["type"])
def test_the_samples_are_not_refused(data):
    assert refused(data) == []


@pytest.mark.parametrize("action", ["deposit", "click", ""])
def test_only_known_actions_are_paid(action):
    with pytest.raises(ValidationError):
        one(per_action(action=action))


def test_the_columns_of_a_turnover():
    columns = component_columns(component(per_turnover(price="close", sides="both")), 1, None)
    assert (columns["base_kind"], columns["price_side"], columns["sides"]) == (
        "notional", "close", "both",
    )  # fmt: skip
    assert str(columns["rate_per"]) == "100000"


def test_a_mark_up_stands_with_the_modifiers():
    marked = spread_share(of="mark_up", mark_up=[{"symbol": "EURUSD", "value": "12"}])
    rows = child_rows(component(marked), LOOKUPS)["deal_lot_modifiers"]
    assert [(row["symbol"], str(row["modifier"])) for row in rows] == [("EURUSD", "12")]


def test_a_tier_with_a_metric_of_the_period_touches_periods():
    def tiered(**changes: object) -> Component:
        tiers = steps("rate_per_lot", "4", "5", **changes)
        return component({"id": "lots", "type": "per_lot", "tiers": tiers})

    assert tiered(metric="lots").touches_period()
    assert not tiered(metric="event").touches_period()


def test_a_cap_of_a_period_touches_periods():
    caps = [{"per": "client", "window": "period", "amount": "9"}]
    assert component(per_lot(caps=caps)).touches_period()
    assert not component(per_lot(caps=[{"per": "client", "amount": "9"}])).touches_period()

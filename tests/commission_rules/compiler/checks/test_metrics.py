"""Metrics that do not fit where they stand are refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from commission_rules.compiler.checks.metrics import levels_qualify_by_facts
from commission_rules.schema.parts.metrics import MetricMinimum
from tests.commission_rules.builders import LOOKUPS, Data, bonus, one, per_lot, revshare, tiers

PREVIOUS: Data = {"metric": "commission", "look_back": "previous"}


@pytest.mark.parametrize("metric", [PREVIOUS, {"metric": "active_clients"}])
def test_nobody_qualifies_by_the_commission_of_a_deal(metric: Data) -> None:
    levels = {"algebra": "fixed_per_level", "table": ["4", "2"],
              "qualifies_when": {**metric, "at_least": "1"}}  # fmt: skip
    found = levels_qualify_by_facts(one(per_lot(rate_per_lot=None, levels=levels)), LOOKUPS)
    assert [problem.path[-1] for problem in found] == (["metric"] if metric is PREVIOUS else [])


def test_steps_and_gates_may_look_back_on_commission() -> None:
    components = (
        revshare(tiers=tiers(("0", "0.1"), **PREVIOUS)),
        bonus(tiers={**PREVIOUS, "steps": [{"from": "0", "amount": "5"}]}),
        bonus(gate={**PREVIOUS, "at_least": "10"}),
    )
    for component in components:
        assert levels_qualify_by_facts(one(component), LOOKUPS) == []


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        ({"metric": "commission"}, "may not price itself"),
        ({"metric": "commission", "look_back": {"average": "3"}}, "may not price itself"),
        ({"metric": "commission", "look_back": {"rolling_days": "30"}}, "may not price itself"),
        ({**PREVIOUS, "network": True}, "commission is that of the deal"),
    ],
)
def test_commission_is_read_of_the_previous_period_of_one_deal(ask: Data, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        MetricMinimum.model_validate({**ask, "at_least": "1"})

"""What the warehouse cannot find is refused."""

from __future__ import annotations

import pytest

from commission_rules.compiler.checks.metrics import metrics_are_computed
from tests.commission_rules.builders import LOOKUPS, Data, bonus, one, revshare, tiers

PREVIOUS = {"metric": "commission", "look_back": "previous"}


@pytest.mark.parametrize(
    "component",
    [
        revshare(tiers=tiers(("0", "0.1"), **PREVIOUS)),
        bonus(tiers={**PREVIOUS, "steps": [{"from": "0", "amount": "5"}]}),
        bonus(gate={**PREVIOUS, "at_least": "10"}),
        revshare(
            tiers=tiers(
                steps=[{"from": "0", "share": "0.1", "conditions": [{**PREVIOUS, "above": "1"}]}]
            )
        ),
    ],
)
def test_commission_of_the_previous_period_is_refused(component: Data) -> None:
    (problem,) = metrics_are_computed(one(component), LOOKUPS)
    assert "not computed yet" in problem.what


def test_other_metrics_are_computed() -> None:
    assert metrics_are_computed(one(bonus(), revshare()), LOOKUPS) == []

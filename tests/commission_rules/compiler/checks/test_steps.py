"""Steps rise."""

from __future__ import annotations

import pytest

from commission_rules.compiler.checks.steps import steps_rise
from tests.commission_rules.builders import LOOKUPS, one, revshare, tiers


def rising(*steps: dict[str, str]) -> bool:
    rows = [{**step, "share": "0.1"} for step in steps]
    return steps_rise(one(revshare(tiers=tiers(steps=rows))), LOOKUPS) == []


def test_steps_that_rise_are_right() -> None:
    assert rising({"from": "0"}, {"from": "4000"})
    assert rising({"from": "0"}, {"above": "500"}, {"above": "2000"})
    assert rising({"from": "500"}, {"above": "500"})


@pytest.mark.parametrize(
    "steps",
    [
        ({"from": "4000"}, {"from": "0"}),
        ({"from": "0"}, {"from": "0.00"}),
        ({"above": "500"}, {"from": "500"}),
    ],
)
def test_steps_that_do_not_rise_are_refused(steps: tuple[dict[str, str], ...]) -> None:
    assert not rising(*steps)

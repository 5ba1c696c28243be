"""What a CPA may say: one of three ways to find the amount, and conditions."""

from __future__ import annotations

import pytest

from tests.commission_rules.builders import Data, cpa, one

STEPPED = {"steps": [{"from": "50", "amount": "20"}, {"from": "300", "amount": "45"}]}
COUNTING = {
    "metric": "qualified_clients", "retroactive": False, "steps": [{"from": "0", "amount": "20"}],
}  # fmt: skip


def problems(component: Data) -> list[str]:
    return [problem.what for problem in one(component).components[0].problems()]


@pytest.mark.parametrize(
    "component",
    [
        cpa(),
        cpa(amount=None, tiers=COUNTING),
        cpa(amount=None, stepped=STEPPED),
        cpa(amount=None, stepped=STEPPED, conditions=[]),
        cpa(again_after_move=True),
    ],
)
def test_a_cpa_has_one_way_to_find_its_amount(component: Data):
    assert problems(component) == []


@pytest.mark.parametrize(
    "component",
    [cpa(amount=None), cpa(tiers=COUNTING), cpa(stepped=STEPPED)],
)
def test_none_or_two_ways_are_refused(component: Data):
    assert problems(component) == ["a cpa has `amount`, `tiers` or `stepped`"]


def test_only_a_stepped_cpa_needs_no_condition():
    assert problems(cpa(conditions=[])) == ["nothing says when a client qualifies"]


def test_what_is_due_at_a_step_never_falls():
    falling = {"steps": [{"from": "50", "amount": "20"}, {"from": "300", "amount": "19.99"}]}
    assert problems(cpa(amount=None, stepped=falling)) == [
        "19.99 is due here, and 20 was due before"
    ]


def test_a_counting_tier_has_no_amount_due_to_compare_with():
    condition = {"metric": "commission_paid", "at_least": {"times": "0.4", "of": "amount_due"}}
    found = problems(cpa(amount=None, tiers=COUNTING, conditions=[condition]))
    assert found == ["the amount due depends on how many clients qualify, and this on the amount"]
    assert problems(cpa(amount=None, stepped=STEPPED, conditions=[condition])) == []


def test_columns_say_how_the_amount_is_found():
    columns = one(cpa(amount=None, stepped=STEPPED, again_after_move=True)).components[0].columns()
    assert columns["tier_kind"] == "stepped"
    assert columns["again_after_move"] is True

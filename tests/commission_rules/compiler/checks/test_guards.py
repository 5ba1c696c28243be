"""Percentages of the same revenue are added up."""

from __future__ import annotations

from commission_rules.compiler.checks.guards import shares_stay_below_guard
from tests.commission_rules.builders import LOOKUPS, one, revshare, sale_share, tiers

GUARD = {"share": "0.40"}


def test_the_highest_step_counts() -> None:
    stepped = revshare(tiers=tiers(("0", "0.25"), ("10000", "0.45")))
    assert len(shares_stay_below_guard(one(stepped, guard=GUARD), LOOKUPS)) == 1
    assert shares_stay_below_guard(one(stepped), LOOKUPS) == []


def test_shares_of_the_same_revenue_are_added_up() -> None:
    two = one(revshare(), revshare(id="extra", base="net_revenue", share="0.16"), guard=GUARD)
    (problem,) = shares_stay_below_guard(two, LOOKUPS)
    assert problem.path == ("components", 1)
    assert "0.41" in problem.what


def test_shares_of_different_revenue_are_not() -> None:
    assert (
        shares_stay_below_guard(one(revshare(), sale_share(share="0.3"), guard=GUARD), LOOKUPS)
        == []
    )

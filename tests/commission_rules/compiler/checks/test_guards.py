"""Percentages of the same revenue are added up."""

from __future__ import annotations

from commission_rules.compiler.checks.guards import shares_stay_below_guard
from tests.commission_rules.builders import (
    LOOKUPS,
    fixed,
    one,
    override,
    revshare,
    sale_share,
    tiers,
)

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


def test_what_overrides_of_the_version_add_on_top_counts() -> None:
    team = override(rates=["0.10", "0.05"])
    # 0.25 x 1.15 = 0.2875; compounding 0.25 x (1 + 0.10 + 0.005) = 0.27625
    direct = one(revshare(), team, guard={"share": "0.28"})
    (problem,) = shares_stay_below_guard(direct, LOOKUPS)
    assert "0.2875" in problem.what
    below = one(revshare(), {**team, "of": "below"}, guard={"share": "0.28"})
    assert shares_stay_below_guard(below, LOOKUPS) == []
    others = one(revshare(), {**team, "component_types": ["cpa"]}, guard={"share": "0.25"})
    assert shares_stay_below_guard(others, LOOKUPS) == []


def test_a_table_by_level_counts_as_far_as_it_goes() -> None:
    shared = {**sale_share(levels=fixed("0.2", "0.1", "0.1", depth="2")), "share": None}
    assert shares_stay_below_guard(one(shared, guard={"share": "0.3"}), LOOKUPS) == []
    (problem,) = shares_stay_below_guard(one(shared, guard={"share": "0.29"}), LOOKUPS)
    assert "0.3" in problem.what

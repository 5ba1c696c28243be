"""A key that the norm names and the format writes otherwise says where it stands."""

from __future__ import annotations

import pytest

from commission_rules.schema.scenario.reading import read_text
from pipelines.lib.scenarios.stage import stage

SHARE = "{id: s, type: revshare, base: ngr, carryover: {policy: none, level: base, scope: deal}, "


@pytest.mark.parametrize(
    ("component", "said"),
    [
        (SHARE + 'share: "0.1", tier_on: period_base}', "inside `tiers`"),
        (SHARE + 'share: "0.1", gate: {minimum_active_clients: "4"}}', "metric: active_clients"),
        ('{id: s, type: revshare, base: ngr, share: "0.1"}', "policy, level and scope"),
        ('{id: s, type: sale_share, share: "0.1"}', "`sales: all`"),
        (
            "{id: s, type: per_lot, tiers: {kind: slab, metric: lots, look_back: average_3, "
            'steps: [{from: "0", rate_per_lot: "1"}]}}',
            'look_back: previous, {average: "3"}',
        ),
    ],
)
def test_a_wrong_key_is_told_what_to_write(component: str, said: str) -> None:
    text = f"name: One\nplan: {{components: [{component}]}}\nfacts: []\nexpect: [{{amount: 1}}]\n"
    [read] = read_text(text, "case.yaml")
    errors = [str(error) for error in stage(read, "s1")[1]]
    assert any(said in error for error in errors), errors

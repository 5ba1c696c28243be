"""A deal negotiates numbers of a chain: an override's rates, a table by level, a rebate."""

from __future__ import annotations

from commission_rules.compiler.overrides.apply import apply_overrides
from tests.commission_rules.builders import Data, fixed, one, override, per_lot

RANGE = {"min": "0.01", "max": "4"}


def table() -> Data:
    return {
        **per_lot(levels=fixed("4", "2", "1"), negotiable={"levels.table": RANGE}),
        "rate_per_lot": None,
    }


def test_the_rate_at_a_distance_is_replaced() -> None:
    given = one(override(rates=["0.10", "0.05"], negotiable={"rates[distance=2]": RANGE}))
    changed, refusals = apply_overrides(given, {"components.team.rates[distance=2]": "0.07"})
    assert refusals == []
    assert [str(rate) for rate in changed.components[0].rates] == ["0.10", "0.07"]
    _, refused = apply_overrides(given, {"components.team.rates[distance=1]": "0.20"})
    assert len(refused) == 1
    assert "not negotiable" in refused[0]


def test_a_table_by_level_counts_from_the_direct_partner() -> None:
    given = one(table())
    changed, refusals = apply_overrides(
        given, {"components.rebate.levels.table[distance=0]": "3.50"}
    )
    assert refusals == []
    assert [str(rate) for rate in changed.components[0].levels.table] == ["3.50", "2", "1"]
    _, refused = apply_overrides(given, {"components.rebate.levels.table[distance=0]": "5"})
    assert "outside of 0.01 to 4" in refused[0]


def test_a_client_rebate_is_replaced() -> None:
    part = per_lot(client_rebate={"share": "0.40"}, negotiable={"client_rebate.share": RANGE})
    changed, refusals = apply_overrides(
        one(part), {"components.rebate.client_rebate.share": "0.50"}
    )
    assert refusals == []
    assert str(changed.components[0].client_rebate.share) == "0.50"

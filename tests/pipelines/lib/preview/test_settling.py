"""Steps on the commission of the month before: what a preview says is what a build then makes.

P-1 earned 10.00 in March, so its 4 lots of April are at 7.00; P-2 nothing, its lot is at 6.00.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.lib import dbt_runner, refresh_inputs
from pipelines.lib.preview.dev import DevRefused
from pipelines.lib.preview.settle_dev import settle_dev
from pipelines.lib.warehouse import warehouse_open
from tests.pipelines.lib.preview.conftest import AS_OF
from tests.pipelines.lib.preview.test_preview import moved, previewed

BEFORE = """        rate_per_lot:
          - {symbol_group: metals, value: "4.00"}
          - {value: "6.00"}
"""
STEPS = """        tiers:
          kind: slab
          metric: commission
          look_back: previous
          steps: [{from: "0", rate_per_lot: "6.00"}, {from: "10", rate_per_lot: "7.00"}]
"""


def test_a_preview_and_the_build_after_it_agree(change):
    change("plans/forex/ib.yaml", BEFORE, STEPS)
    _, answer = previewed()
    assert moved(answer) == {
        ("forex", "P-1", "2026-04"): (2200, 2800, 2),
        ("forex", "P-2", "2026-04"): (400, 600, 1),
    }
    with warehouse_open() as con:
        # A version that was in force is not edited: this build is the first to know the plan
        con.execute("delete from terms.plan_versions")
        refresh_inputs.load_terms(con)
        refresh_inputs.touch_all_days(con, "forex")
    nodes = dbt_runner.build_settled(AS_OF, select=["+com_lines"])
    assert [node.message for node in nodes if node.is_bad] == []
    assert len({node.unique_id for node in nodes}) == len(nodes)
    with warehouse_open() as con:
        lines = con.execute(
            "select partner_id, period_id, sum(exact_amount) from commissions.com_lines "
            "where program_id = 'forex' group by all order by all"
        ).fetchall()
        totals = con.execute(
            "select deal_id, period_id, amount from raw.commission_totals order by all"
        ).fetchall()
    assert lines == [
        ("P-1", "2026-03", Decimal(10)),
        ("P-1", "2026-04", Decimal(28)),
        ("P-2", "2026-04", Decimal(6)),
    ]
    assert totals == [(f"D-{partner}", period, amount) for partner, period, amount in lines]


def test_a_warehouse_of_ones_own_is_settled_after_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with pytest.raises(DevRefused, match="openbook dev --name anna"):
        settle_dev("anna")

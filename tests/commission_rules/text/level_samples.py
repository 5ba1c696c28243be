"""Components that between them use every field of levels, client rebates and overrides."""

from __future__ import annotations

from tests.commission_rules.builders import Data, carryover, fixed, override, per_lot, split

QUALIFIES = {"metric": "active_clients", "at_least": "2", "network": True}
REACH = {"depth": "3", "duration_months": "6"}

LEVEL_SAMPLES: list[Data] = [
    per_lot(levels=split(["0.9"], ["0.5", "0.4"], **REACH), client_rebate={"share": "0.40"}),
    per_lot(
        levels={
            "algebra": "split",
            "passed_down": {"default": "0.8", "min": "0.5", "max": "0.9"},
        },
        client_rebate={"per_unit": "1.50"},
    ),
    {
        **per_lot(levels=fixed("4", "2", compression=True, qualifies_when=QUALIFIES, **REACH)),
        "rate_per_lot": None,
    },
    override(
        of="direct",
        rates=["0.10", "0.05"],
        component_types=["cpa", "revshare"],
        duration_months="6",
        gate={"metric": "active_clients", "at_least": "2"},
        hold_days="14",
        digits="4",
    ),
    override(base="revenue", of="trades", follows="rebate", account_types=["ecn"]),
    override(base="quantity", of="lots", rates=["1.50"], own_account="earns"),
    override(
        base="revenue",
        of="ngr",
        deductions=[{"code": "bonus_cost"}],
        carryover=carryover(cap="300.00"),
    ),
    override(base="revenue", of="theoretical", edge="0.04", carryover=carryover()),
]

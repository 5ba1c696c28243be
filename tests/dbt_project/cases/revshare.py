"""Worked examples of COMMISSIONS about revenue shares: a program each, all without expenses.

A client's base is told by its stakes and payouts: `_base` writes one activity row.
"""

from __future__ import annotations

from typing import Any

from tests.fixtures.warehouse_program import Program

NGR = {"base_kind": "ngr", "carry_policy": "none", "carry_level": "base", "carry_scope": "deal"}
TWO_STEPS = [(0, "0.10"), (4000, "0.15")]
STEPS_OF_10000 = [(0, "0.20"), (10000, "0.30")]


def _share(program_id: str, **deal: Any) -> Program:
    program = Program(program_id)
    program.partner("P0")
    program.deal("P0", "revshare", **{**NGR, **deal})
    for client in ("A", "B"):
        program.client(client, "P0")
    return program


def _base(program: Program, client: str, month: int, base: int, product: str = "casino") -> None:
    program.activity(client, f"2026-{month:02}-10", product=product,
                     stakes=max(base, 0), payouts=max(-base, 0))  # fmt: skip


def _monthly(program_id: str, bases: list[int], **deal: Any) -> Program:
    program = _share(program_id, **deal)
    for month, base in enumerate(bases, 1):
        _base(program, "A", month, base)
    return program


def two_deals() -> Program:
    """10 % from 0, 15 % from 4000; one deal to the 15th with 3000, the next with 3000."""
    program = Program("two_deals")
    program.partner("P0")
    terms = {**NGR, "steps": TWO_STEPS, "tier_kind": "slab"}
    program.deal("P0", "revshare", deal_id="D1", until="2026-03-15", **terms)
    program.deal("P0", "revshare", deal_id="D2", since="2026-03-16", **terms)
    program.client("A", "P0")
    for day in (15, 16):
        program.activity("A", f"2026-03-{day}", stakes=3000)
    return program


def percentage() -> Program:
    """20 % of gross, A +900, B -300: total 600, fee 120; B -1000: no fee."""
    rule = [{"deduction_code": "fees.provider", "kind": "percentage", "of_base": "gross",
             "share": "0.20"}]  # fmt: skip
    program = _share("percentage", rate="0.25", deductions=rule)
    for month, base in ((1, -300), (2, -1000)):
        _base(program, "A", month, 900)
        _base(program, "B", month, base)
    return program


def ordered_deductions() -> Program:
    """Gross 1000, bonus 100, provider 10 % of gross, licence 5 % of what remains, a named fee."""
    program = _share("ordered_deductions", rate="0.50", deductions=[
        {"deduction_code": "bonus_cost", "kind": "amount"},
        {"deduction_code": "fees.provider", "kind": "percentage", "of_base": "gross",
         "share": "0.10"},
        {"deduction_code": "fees.licence", "kind": "percentage", "of_base": "remaining",
         "share": "0.05"},
        {"deduction_code": "fees.tax", "kind": "amount"},
        {"deduction_code": "fees.payment", "kind": "percentage", "of_base": "deposits",
         "share": "0.02"},
    ])  # fmt: skip
    program.activity("A", "2026-01-10", stakes=1500, payouts=400, voids=100, bonus_cost=100)
    program.fee("A", "2026-01-10", "fees.tax", 60)
    program.conversion("deposit", "d1", "A", "2026-01-09 10:00:00", 500)
    return program


def client_scope() -> Program:
    """25 %, A -1000, B +3000: by client 750.00 and A carries -1000."""
    program = _share("client_scope", rate="0.25", carry_policy="full", carry_scope="client")
    _base(program, "A", 1, -1000)
    _base(program, "B", 1, 3000)
    return program


def deal_scope() -> Program:
    program = _share("deal_scope", rate="0.25")
    _base(program, "A", 1, -1000)
    _base(program, "B", 1, 3000)
    return program


def gate() -> Program:
    """Minimum 4, 25 %, base level: 3 active, 800; 2 active, -300; 4 active, 1000."""
    program = Program("gate")
    program.partner("P0")
    program.deal("P0", "revshare", **{**NGR, "carry_policy": "full"}, rate="0.25",
                 gate_metric="active_clients", gate_minimum=4)  # fmt: skip
    for client in "ABCD":
        program.client(client, "P0")
    for month, count, base in ((1, 3, 800), (2, 2, -300), (3, 4, 1000)):
        for client in "ABCD"[:count]:
            program.activity(client, f"2026-{month:02}-10", stakes=10, payouts=10)
        _base(program, "A", month, base, product="live")
    return program


def recoup(per: str) -> Program:
    """CPA 30 for A only; share A 12, B 25: by deal 7.00; by client A 0 (18 open), B 25.00."""
    scope = {"deal": "deal", "client": "client"}[per]
    program = _share(f"recoup_{per}", rate="0.10", carry_scope=scope, recoup_from="cpa",
                     recoup_per=per)  # fmt: skip
    program.deal("P0", "cpa", component_id="cpa", rate=30,
                 conditions=[{"metric": "first_deposit", "at_least": 10}])  # fmt: skip
    program.conversion("deposit", "d1", "A", "2026-01-05 10:00:00", 10)
    for month in (1, 2):
        _base(program, "A", month, 120)
        _base(program, "B", month, 250)
    return program


def bases() -> Program:
    """The other bases: net revenue as delivered, turnover, net deposits, net sales."""
    program = Program("bases")
    for kind in ("net_revenue", "turnover", "net_deposits", "net_sales"):
        client = f"c-{kind}"
        program.partner(f"P-{kind}")
        program.deal(f"P-{kind}", "revshare", **{**NGR, "base_kind": kind}, rate="0.10")
        program.client(client, f"P-{kind}")
        program.activity(client, "2026-01-10", stakes=1000, payouts=400, net_revenue=550)
        for name, amount in (("deposit", 300), ("withdrawal", 100), ("sale", 200)):
            program.conversion(name, f"{name}-{kind}", client, "2026-01-11 10:00:00", amount)
        program.conversion("refund", f"refund-{kind}", client, "2026-02-11 10:00:00", 50,
                           refunds=f"sale-{kind}")  # fmt: skip
    return program


def programs() -> list[Program]:
    full = {"carry_policy": "full"}
    by_commission = {**full, "carry_level": "commission"}
    slab = {"steps": STEPS_OF_10000, "tier_kind": "slab"}
    return [
        _monthly("slab", [6000], steps=TWO_STEPS, tier_kind="slab"),
        _monthly("marginal", [6000], steps=TWO_STEPS, tier_kind="marginal"),
        _monthly("carry_full", [-8000, 20000], rate="0.25", **full),
        _monthly("carry_none", [-8000, 20000], rate="0.25"),
        _monthly("carry_cap", [-250, -120], rate="0.25", carry_cap=300, **full),
        _monthly("carry_expiry", [-100, 0, 30, 50], rate="1", carry_expires_after=2, **full),
        _monthly("after_carryover", [-6000, 12000], tier_on="after_carryover", **slab, **full),
        _monthly("on_period_base", [-6000, 12000], tier_on="period_base", **slab, **full),
        _monthly("commission_level", [-6000, 12000], **slab, **by_commission),
        two_deals(), percentage(), ordered_deductions(), client_scope(), deal_scope(), gate(),
        bases(), recoup("deal"), recoup("client"),
    ]  # fmt: skip

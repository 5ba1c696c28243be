"""Stepped CPAs: once per step, at the highest net deposits so far (COMMISSIONS, "CPA")."""

from __future__ import annotations

from typing import Any

from tests.dbt_project.commissions.told import told
from tests.fixtures.warehouse_program import Program

STEPS = ((50, 20), (300, 45))


def stepped(steps: Any = STEPS, **deal: Any) -> Program:
    program = Program("stepped")
    program.partner("P0")
    program.deal("P0", "cpa", component_id="cpa", tier_kind="stepped", steps=steps, **deal)
    program.conversion("registration", "reg", "c1", "2026-05-01 10:00:00", partner_code="code-P0")
    return program


def paid(program: Program) -> list[Any]:
    return [
        (key.removeprefix("test:"), int(amount))
        for key, amount in told(program).lines("event_record_key", "exact_amount")
    ]


def test_each_step_pays_what_is_due_less_what_was_due_before():
    """20 at 50, 45 at 300: deposit 60, deposit 260, withdraw 200, deposit 250: 20, 25, 0, 0."""
    program = stepped()
    program.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 60)
    program.conversion("deposit", "d2", "c1", "2026-05-03 10:00:00", 260)
    program.conversion("withdrawal", "w1", "c1", "2026-05-04 10:00:00", 200)
    program.conversion("deposit", "d3", "c1", "2026-05-05 10:00:00", 250)
    assert paid(program) == [("d1", 20), ("d2", 25)]


def test_one_fact_that_reaches_several_steps_has_a_line_for_each():
    program = stepped()
    program.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 300)
    found = told(program).lines("step_no", "exact_amount::int", "count(*) over ()::int")
    assert found == [(1, 20, 2), (2, 25, 2)]


def test_a_step_from_0_is_due_at_registration():
    program = stepped(((0, 5), (50, 20)))
    program.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 60)
    assert paid(program) == [("reg", 5), ("d1", 15)]


def test_a_reached_step_waits_for_its_conditions():
    program = stepped(conditions=[{"metric": "identity_verified", "at_least": 1}])
    program.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 60)
    program.conversion("identity_verified", "kyc", "c1", "2026-05-09 10:00:00")
    program.conversion("deposit", "d2", "c1", "2026-05-12 10:00:00", 240)
    assert paid(program) == [("kyc", 20), ("d2", 25)]


def test_a_charged_back_deposit_reached_no_step():
    program = stepped()
    program.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 300)
    program.conversion("chargeback", "cb", "c1", "2026-06-02 10:00:00", 250, refunds="d1")
    assert paid(program) == [("d1", 20)]


def test_the_amount_due_is_that_of_the_step():
    """Commission paid at least 0.4 x the amount due: 8 for the first step, 18 for the second."""
    program = stepped(
        conditions=[{"metric": "commission_paid", "at_least": "0.4", "multiple_of": "amount_due"}]
    )
    program.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 300)
    program.account("a1", "c1")
    program.symbol("EURUSD")
    for day, commission in ((3, "7.99"), (4, "0.01"), (5, "10")):
        program.trade(
            f"t{day}", "a1", 1, f"2026-05-0{day} 10:00:00", currency_code="EUR",
            commission_amount=commission,
        )  # fmt: skip
    assert paid(program) == [("t4", 20), ("t5", 25)]


def test_each_step_is_explained_with_the_highest_net_deposits():
    program = stepped()
    program.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 60)
    program.conversion("deposit", "d2", "c1", "2026-05-03 10:00:00", 260)
    found = told(program).ask(
        "select code, asked, found, ref from commissions.com_line_facts order by asked"
    )
    assert found == [
        ("highest_net_deposits", "300.0000", "320.0000", "test:d2"),
        ("highest_net_deposits", "50.0000", "60.0000", "test:d1"),
    ]


def test_a_moved_client_s_later_steps_are_paid_to_whom_it_belongs_then():
    program = stepped()
    program.partner("P1")
    program.deal("P1", "cpa", component_id="cpa", tier_kind="stepped", steps=STEPS)
    program.client("c1", "P1", since="2026-05-10")
    program.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 60)
    program.conversion("deposit", "d2", "c1", "2026-05-12 10:00:00", 260)
    assert told(program).amounts("partner_id") == {"P0": 20, "P1": 25}

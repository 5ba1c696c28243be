"""Bonuses: the highest step reached, never the sum (COMMISSIONS, Components)."""

from __future__ import annotations

import pytest

from tests.commission_rules.builders import bonus
from tests.dbt_project.agreed import Agreed, computed, paid
from tests.dbt_project.cases.periods import facts
from tests.dbt_project.formulas import wrong_formulas

STEPS = [{"from": "2", "amount": "100.00"}, {"above": "3", "amount": "250.00"}]


def _bonus(program_id: str, **tiers) -> Agreed:
    program = Agreed(program_id)
    program.partner("P0")
    program.agree("P0", bonus(tiers={"metric": "active_clients", "steps": STEPS, **tiers}))
    for number in range(6):
        program.client(f"c{number}", "P0")
    return program


def _active(program: Agreed, month: int, count: int) -> None:
    for number in range(count):
        program.activity(f"c{number}", f"2026-{month:02}-10", stakes=10, payouts=10)


def _plain() -> Agreed:
    program = _bonus("bonus")
    for month, count in ((1, 1), (2, 2), (3, 3), (4, 4)):
        _active(program, month, count)
    return program


def _deposits() -> Agreed:
    steps = [{"from": "100", "amount": "10"}, {"from": "200", "amount": "30"}]
    program = _bonus("bonus_deposits", metric="deposits", steps=steps)
    for number, amount in enumerate((120, 80)):
        program.conversion("deposit", f"d{number}", "c0", f"2026-01-1{number} 10:00:00", amount)
    return program


def _several() -> Agreed:
    conditions = [{"metric": "deposits", "at_least": "500"}]
    steps = [STEPS[0], {**STEPS[1], "conditions": conditions}]
    program = _bonus("bonus_several", steps=steps)
    for month in (1, 2):
        _active(program, month, 4)
    program.conversion("deposit", "d1", "c0", "2026-02-10 10:00:00", 500)
    return program


@pytest.fixture(scope="module")
def found():
    return computed([_plain(), _deposits(), _several()])


def test_below_the_first_step_nothing_then_the_highest_step_alone(found):
    assert paid(found, "bonus") == {"2026-02": 100, "2026-03": 100, "2026-04": 250}


def test_any_metric_finds_the_step(found):
    assert paid(found, "bonus_deposits") == {"2026-01": 30}


def test_a_step_with_several_metrics_asks_for_all_of_them(found):
    assert paid(found, "bonus_several") == {"2026-01": 100, "2026-02": 250}
    assert facts(
        found, "bonus_several", "step_condition", "2026-01", "code", "asked", "found", "verdict"
    ) == [("deposits", "from 500.0000", "0.0000", "not_met")]


def test_the_printed_formula_gives_the_amount(found):
    assert wrong_formulas(found) == []

"""Overrides on a period's revenue: each distance by itself, each fact by its own day and chain."""

from __future__ import annotations

from typing import Any

import pytest

from tests.commission_rules.builders import carryover, revshare
from tests.dbt_project.agreed import Agreed, computed, paid
from tests.dbt_project.cases.periods import NO_CARRY, base, facts
from tests.dbt_project.formulas import wrong_formulas


def _override(**changes: Any) -> dict[str, Any]:
    return {
        "id": "above", "type": "override", "base": "revenue", "of": "ngr",
        "rates": ["0.10", "0.05"], "carryover": NO_CARRY, **changes,
    }  # fmt: skip


def _tree(program_id: str, **override: Any) -> Agreed:
    """P2 above P1 above P0; P0 has the client A, P1 the client B; P2 earns from both distances."""
    program = Agreed(program_id)
    program.partner("P2")
    program.partner("P1", parent="P2")
    program.partner("P0", parent="P1", joined_on="2026-01-31")
    program.agree("P0", revshare(share="0.25", carryover=NO_CARRY))
    program.agree("P2", _override(**override))
    program.client("A", "P0")
    program.client("B", "P1")
    return program


def _plain() -> Agreed:
    program = _tree("above")
    base(program, "A", 1, 1000)
    base(program, "B", 1, -300)
    base(program, "A", 2, -500)
    base(program, "B", 2, 700)
    return program


def _carried() -> Agreed:
    """Each distance carries its own negative."""
    program = _tree("above_carried", carryover=carryover())
    base(program, "A", 1, -400)
    base(program, "B", 1, 1000)
    base(program, "A", 2, 1000)
    base(program, "B", 2, 100)
    return program


def _deductions() -> Agreed:
    """The ancestor's own deductions, not those of the partner below."""
    deductions = [{"code": "fees.provider", "share": "0.20", "of": "gross"}]
    program = _tree("above_deductions", deductions=deductions)
    base(program, "A", 1, 1000)
    return program


def _moved() -> Agreed:
    """P0 leaves for another master on the 16th: facts before that day are P2's."""
    program = Agreed("above_moved")
    for partner in ("P2", "P9", "P0"):
        program.partner(partner)
    program.relation("P0", "P2", valid_to="2026-01-15")
    program.relation("P0", "P9", since="2026-01-16")
    for partner in ("P2", "P9"):
        program.agree(partner, _override(rates=["0.10"]))
    program.client("A", "P0")
    program.activity("A", "2026-01-15", stakes=100)
    program.activity("A", "2026-01-16", stakes=900)
    return program


def _duration() -> Agreed:
    """One month from 31 January: 27 February is the last paid day."""
    program = _tree("above_duration", duration_months="1")
    program.activity("A", "2026-02-27", stakes=100)
    program.activity("A", "2026-02-28", stakes=1000)
    return program


@pytest.fixture(scope="module")
def found():
    return computed([_plain(), _carried(), _deductions(), _moved(), _duration()])


def test_each_distance_is_computed_by_itself(found):
    # January: B is at distance 1 with -300, A at distance 2 with 1000 x 5 %
    assert paid(found, "above", "level", "period_id", where="partner_id = 'P2'") == {
        (2, "2026-01"): 50, (1, "2026-02"): 70,
    }  # fmt: skip


def test_nobody_below_loses_anything(found):
    assert paid(found, "above", where="partner_id = 'P0'") == {"2026-01": 250}


def test_each_distance_carries_its_own_negative(found):
    assert paid(found, "above_carried", "level", "period_id", where="partner_id = 'P2'") == {
        (1, "2026-01"): 100, (1, "2026-02"): 10, (2, "2026-02"): 30,
    }  # fmt: skip
    assert facts(found, "above_carried", "carry", "2026-01", "code", "amount") == [
        ("closing", -400)
    ]


def test_deductions_are_the_ancestors_own(found):
    assert paid(found, "above_deductions", "partner_id") == {"P0": 250, "P2": 40}


def test_a_fact_has_the_chain_of_its_own_day(found):
    assert paid(found, "above_moved", "partner_id") == {"P2": 10, "P9": 90}


def test_a_fact_after_the_duration_is_not_counted(found):
    assert paid(found, "above_duration", "partner_id") == {"P0": 275, "P2": 5}


def test_a_line_stands_at_its_distance_as_an_override(found):
    rows = found.ask(
        "select level, line_kind, component_type, family, formula_code, rate, base_amount "
        "from commissions.com_lines where program_id = 'above' and partner_id = 'P2' "
        "and period_id = '2026-01' order by level"
    )
    assert [tuple(row.values())[:5] for row in rows] == [
        (1, "override", "override", "period", "carry"),
        (2, "override", "override", "period", "share"),
    ]


def test_the_printed_formula_gives_the_amount(found):
    assert wrong_formulas(found) == []

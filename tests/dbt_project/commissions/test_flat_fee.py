"""Flat fees: by active days, first and last day counted (COMMISSIONS, Components)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from tests.commission_rules.builders import flat_fee
from tests.dbt_project.agreed import Agreed, computed, paid
from tests.dbt_project.cases.periods import facts
from tests.dbt_project.formulas import wrong_formulas

AS_OF = datetime(2026, 6, 20)  # noqa: DTZ001 - UTC without zone, as the warehouse has it


def _fee(program_id: str, since: str, until: str = "9999-12-31", **changes) -> Agreed:
    program = Agreed(program_id)
    program.partner("P0")
    program.agree("P0", flat_fee(**changes), since=since, until=until)
    return program


def _gated() -> Agreed:
    program = _fee("fee_gate", "2026-03-01", gate={"metric": "active_clients", "at_least": "1"})
    program.client("A", "P0")
    program.activity("A", "2026-05-10", stakes=5)
    return program


@pytest.fixture(scope="module")
def found():
    programs = [
        _fee("fee", "2026-03-12"),
        _fee("fee_ends", "2026-04-11", "2026-05-02", hold_days="5"),
        _fee("fee_day", "2026-04-30", "2026-04-30", amount="100.00"),
        _fee("fee_capped", "2026-03-01", caps=[{"per": "deal", "window": "life", "amount": "700"}]),
        _gated(),
    ]
    return computed(programs, AS_OF)


def test_a_month_from_the_twelfth_pays_20_of_31_days(found):
    assert paid(found, "fee") == {
        "2026-03": Decimal("200.00"), "2026-04": 310, "2026-05": 310, "2026-06": 310,
    }  # fmt: skip


def test_the_days_of_the_period_stand_beside_the_line(found):
    (line,) = found.ask(
        "select formula_code, quantity, quantity_unit, rate from commissions.com_lines "
        "where program_id = 'fee' and period_id = '2026-03'"
    )
    assert tuple(line.values()) == ("per_days", 20, "days", 310)
    assert facts(found, "fee", "operand", "2026-03", "code", "quantity") == [("period_days", 31)]


def test_first_and_last_day_count_and_the_quotient_keeps_12_decimals(found):
    assert paid(found, "fee_ends") == {
        "2026-04": Decimal("206.666666666667"), "2026-05": Decimal("20.00"),
    }  # fmt: skip
    assert paid(found, "fee_day") == {"2026-04": Decimal("3.333333333333")}


def test_a_hold_runs_from_the_last_day_of_the_period(found):
    rows = found.ask(
        "select payable_from::varchar as day from commissions.com_lines "
        "where program_id = 'fee_ends' order by 1"
    )
    assert [row["day"] for row in rows] == ["2026-05-05", "2026-06-05"]


def test_a_life_cap_trims_the_last_amount_and_leaves_nothing_after(found):
    rows = found.ask(
        "select exact_amount, reason_code from commissions.com_lines "
        "where program_id = 'fee_capped' order by period_id"
    )
    assert [tuple(row.values()) for row in rows] == [
        (310, None), (310, None), (80, "capped"), (0, "capped"),
    ]  # fmt: skip
    assert facts(found, "fee_capped", "cap", "2026-05", "code", "amount") == [("deal", 230)]


def test_a_gate_locks_a_fee_and_releases_each_line_of_it(found):
    rows = found.ask(
        "select period_id, line_kind, exact_amount, state from commissions.com_lines "
        "where program_id = 'fee_gate' and period_id < '2026-06' order by 1, 2"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("2026-03", "earned", 310, "locked"),
        ("2026-04", "earned", 310, "locked"),
        ("2026-05", "earned", 310, "approved"),
        ("2026-05", "released", 310, "approved"),
        ("2026-05", "released", 310, "approved"),
    ]


def test_the_printed_formula_gives_the_amount(found):
    assert wrong_formulas(found) == []

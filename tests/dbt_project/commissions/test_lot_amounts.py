"""Stored amounts of plain lots: chains deeper than a row, and rates that go the wide way."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.fixtures.warehouse_program import Program
from tests.properties.warehouse import Warehouse

AS_OF = datetime(2026, 10, 28, 12)  # noqa: DTZ001


def chain(program_id: str, rates: list[Any], lots: str, **deal: Any) -> Program:
    """P0 under P1 under P2 …, each with a rate; one trade of P0's client."""
    program = Program(program_id, currency="USD")
    program.symbol("EURUSD", "majors")
    for level, rate in enumerate(rates):
        above = f"P{level + 1}" if level + 1 < len(rates) else None
        program.partner(f"P{level}", parent=above)
        program.deal(f"P{level}", "per_lot", rate=rate, algebra="differential", **deal)
    program.client("c1", "P0")
    program.account("a-001", "c1")
    program.trade("t1", "a-001", lots, "2026-03-02 12:00:00")
    return program


@pytest.fixture(scope="module")
def warehouse() -> Warehouse:
    programs = [
        chain("deep", list(range(1, 13)), "1.5"),
        chain("fine", ["0.1234567", "0.2"], "1.5"),
        chain("dear", [150000, 250000], "-0.0125"),
        chain("tie", ["0.01", "0.02"], "0.5"),
    ]
    made = Warehouse()
    made.fill([program.rows for program in programs])
    made.build(AS_OF)
    return made


def minors(warehouse: Warehouse, program_id: str) -> list[int]:
    found = warehouse.ask(
        "select amount_minor from commissions.com_lines "
        f"where program_id = '{program_id}' order by level"
    )
    return [row["amount_minor"] for row in found]


def test_a_chain_of_twelve_has_twelve_lines(warehouse: Warehouse) -> None:
    assert minors(warehouse, "deep") == [150] * 12


def test_a_rate_with_more_decimals_is_exact(warehouse: Warehouse) -> None:
    # 1.5 x 0.1234567 = 0.18518505; 1.5 x 0.0765433 = 0.11481495
    assert minors(warehouse, "fine") == [19, 11]


def test_a_rate_that_is_too_large_is_exact(warehouse: Warehouse) -> None:
    assert minors(warehouse, "dear") == [-187500, -125000]


def test_half_a_minor_unit_goes_away_from_zero(warehouse: Warehouse) -> None:
    assert minors(warehouse, "tie") == [1, 1]


def test_only_rates_that_fit_are_narrow(warehouse: Warehouse) -> None:
    found = warehouse.ask(
        "select program_id, is_narrow from intermediate.int_lot_terms__wide group by all"
    )
    assert {row["program_id"]: row["is_narrow"] for row in found} == {
        "deep": True,
        "fine": False,
        "dear": False,
        "tie": True,
    }


def test_what_is_stored_is_the_exact_amount_rounded(warehouse: Warehouse) -> None:
    found = warehouse.ask("select exact_amount, amount_minor from commissions.com_lines__per_lot")
    assert len(found) == 18
    for row in found:
        cents = (row["exact_amount"] * 100).quantize(Decimal(1), rounding="ROUND_HALF_UP")
        assert row["amount_minor"] == cents


def test_sums_by_day_are_the_lines(warehouse: Warehouse) -> None:
    differing = warehouse.ask(
        "select partner_id from (select program_id, partner_id, event_on, sum(amount_minor) as m "
        "from commissions.com_lines__per_lot group by all) as lines full join (select * from "
        "intermediate.int_lot_days__summed join (select distinct earner_key, program_id, "
        "partner_id from intermediate.int_lot_levels__cut) using (earner_key)) as days "
        "using (program_id, partner_id, event_on) where lines.m is distinct from days.amount_minor"
    )
    assert differing == []

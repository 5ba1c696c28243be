"""The guard on data: COMMISSIONS, "Levels", Guard."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.commission_rules.builders import override, per_lot, sale_share
from tests.dbt_project.agreed import Agreed, computed, paid

AT = "2026-03-02 12:00:00"
GUARD = {"share": "0.80"}


def _chain(program_id: str, *deals: list[Any], currency: str = "USD") -> Agreed:
    program = Agreed(program_id, currency=currency)
    program.symbol("EURUSD", "majors")
    for distance, components in enumerate(deals):
        above = f"P{distance + 1}" if distance + 1 < len(deals) else None
        program.partner(f"P{distance}", parent=above)
        program.agree(f"P{distance}", *components, guard=GUARD if distance == 0 else None)
    program.client("c1", "P0")
    program.account("a-001", "c1")
    return program


def programs() -> list[Agreed]:
    levels = {"algebra": "differential", "depth": "3"}
    lots = _chain(
        "lots", *[[per_lot(rate_per_lot=rate, levels=levels)] for rate in ("5", "8", "11")]
    )
    for name, revenue in (("enough", 20), ("ten", 10), ("nine", 9), ("none", 0), ("minus", -4)):
        lots.trade(
            name, "a-001", 1, AT, spread_revenue_amount=revenue, commission_amount=0,
            currency_code="USD",
        )  # fmt: skip
    lots.trade("unknown", "a-001", 1, AT)

    # p1 has two overrides: the one listed last is trimmed first; 10 + 2 + 1 against 12
    team = [
        override(id="first", base="quantity", of="lots", rates=["2"]),
        override(id="second", base="quantity", of="lots", rates=["1"]),
    ]
    two = _chain("two", [per_lot(rate_per_lot="10")], team)
    two.trade("t1", "a-001", 1, AT, spread_revenue_amount=15, commission_amount=0,
              currency_code="USD")  # fmt: skip

    sales = _chain("sales", [sale_share(share="0.75")], [override(rates=["0.20"])], currency="EUR")
    sales.conversion("sale", "s1", "c1", AT, 100)
    return [lots, two, sales]


@pytest.fixture(scope="module")
def found():
    return computed(programs())


def amounts(found: Any, event: str, program_id: str = "lots") -> dict[str, Decimal]:
    return paid(found, program_id, "partner_id", where=f"event_record_key = 'test:{event}'")


def test_below_the_guard_nothing_is_trimmed(found):
    assert amounts(found, "enough") == {"P0": 5, "P1": 3, "P2": 3}


def test_the_highest_level_is_trimmed_first(found):
    assert amounts(found, "ten") == {"P0": 5, "P1": 3}
    assert amounts(found, "nine") == {"P0": 5, "P1": Decimal("2.2")}


def test_without_revenue_or_with_a_loss_nothing_is_left(found):
    assert amounts(found, "none") == {}
    assert amounts(found, "minus") == {}


def test_unknown_revenue_is_not_checked(found):
    assert amounts(found, "unknown") == {"P0": 5, "P1": 3, "P2": 3}


def test_a_trimmed_line_says_so(found):
    rows = found.ask(
        "select distinct partner_id, reason_code from commissions.com_lines "
        "where program_id = 'lots' and event_record_key = 'test:nine' order by 1"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("P0", None), ("P1", "guard"), ("P2", "guard"),
    ]  # fmt: skip


def test_within_a_level_the_component_listed_last_is_trimmed_first(found):
    assert paid(found, "two", "partner_id", "component_id") == {
        ("P0", "rebate"): 10, ("P1", "first"): 2,
    }  # fmt: skip


def test_overrides_on_sales_are_lines_of_the_sale(found):
    assert paid(found, "sales", "partner_id") == {"P0": 75, "P1": 5}

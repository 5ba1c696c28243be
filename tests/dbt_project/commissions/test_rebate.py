"""What the client gets back: COMMISSIONS, "Levels", Client rebate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.commission_rules.builders import Data, override, per_lot
from tests.dbt_project.agreed import Agreed, computed, paid

AT = "2026-03-02 12:00:00"


def _program(program_id: str, rebate: Data, *, lots: str = "3", rate: str = "3") -> Agreed:
    """9.00 for p0, 20 % of it for p1 on top."""
    program = Agreed(program_id, currency="USD")
    program.symbol("EURUSD", "majors")
    program.partner("P0", parent="P1")
    program.partner("P1")
    program.agree("P0", per_lot(rate_per_lot=rate, client_rebate=rebate))
    program.agree("P1", override(rates=["0.20"]))
    program.client("c1", "P0")
    program.account("a-001", "c1")
    program.trade("t1", "a-001", lots, AT)
    return program


def programs() -> list[Agreed]:
    rejected = _program("rejected", {"per_unit": "1"})
    rejected.review("record", "test:t1", "rejected")
    return [
        _program("share", {"share": "0.40"}),
        _program("unit", {"per_unit": "1.50"}),
        _program("lacking", {"per_unit": "3.50"}),
        _program("nothing_left", {"per_unit": "5"}),
        _program("rounded", {"share": "0.50"}, lots="0.01", rate="0.50"),
        rejected,
    ]


@pytest.fixture(scope="module")
def found():
    return computed(programs())


def amounts(found: Any, program_id: str) -> dict[str, Decimal]:
    return paid(found, program_id, "partner_id")


def test_a_share_of_the_direct_partners_amount_goes_to_the_client(found):
    assert amounts(found, "share") == {
        "clients": Decimal("3.60"), "P0": Decimal("5.40"), "P1": Decimal("1.80"),
    }  # fmt: skip


def test_an_amount_per_unit_goes_to_the_client(found):
    assert amounts(found, "unit") == {
        "clients": Decimal("4.50"), "P0": Decimal("4.50"), "P1": Decimal("1.80"),
    }  # fmt: skip


def test_what_the_direct_partner_lacks_is_taken_from_the_one_above(found):
    assert amounts(found, "lacking") == {"clients": Decimal("10.50"), "P1": Decimal("0.30")}


def test_nobody_falls_below_nothing(found):
    assert amounts(found, "nothing_left") == {"clients": Decimal("10.80")}


def test_the_rebate_is_rounded_first_and_taken_from_the_rounded_line(found):
    # 0.005 is a line of 0.01; half of 0.005 is 0.0025 and rounds to nothing
    rows = found.ask(
        "select partner_id, amount_minor from commissions.com_lines "
        "where program_id = 'rounded' and level = 0 order by 1"
    )
    assert [tuple(row.values()) for row in rows] == [("P0", 1), ("clients", 0)]


def test_a_rejected_trade_gives_nothing_back(found):
    assert amounts(found, "rejected") == {}


def test_the_clients_line_names_client_and_line(found):
    rows = found.ask(
        "select rebate.client_id, rebate.line_kind, rebate.direct_partner_id, direct.partner_id, "
        "rebate.rate, rebate.base_amount from commissions.com_lines as rebate "
        "inner join commissions.com_lines as direct on rebate.origin_line_id = direct.line_id "
        "where rebate.program_id = 'share' and rebate.partner_id = 'clients'"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("c1", "rebate", "P0", "P0", Decimal("0.4"), 9),
    ]

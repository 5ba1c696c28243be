"""Levels of period lines: COMMISSIONS and RULINGS, "Levels"."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.commission_rules.builders import Data, fixed, override, revshare, split, tiers
from tests.dbt_project.agreed import Agreed, computed, paid

DIFFERENTIAL = {"algebra": "differential", "depth": "9"}
BASE = {"base": "net_revenue"}


def chain(program_id: str, *deals: list[Data]) -> Agreed:
    """P0 under P1 under P2 …; client c1 of P0 with a net revenue of 1000 in March."""
    program = Agreed(program_id)
    for distance, components in enumerate(deals):
        above = f"P{distance + 1}" if distance + 1 < len(deals) else None
        program.partner(f"P{distance}", parent=above)
        if components:
            program.agree(f"P{distance}", *components)
    program.client("c1", "P0")
    program.activity("c1", "2026-03-10", stakes=5000, net_revenue=1000)
    return program


def shared(rate: str, **more: Any) -> Data:
    return revshare(**BASE, share=rate, **more)


def programs() -> list[Agreed]:
    found = [
        chain("rates", *[[shared(rate, levels=DIFFERENTIAL)] for rate in ("0.20", "0.25", "0.30")]),
        chain("period_pot", *[[shared("0.05", levels=split(["1"], ["0.8", "0.2"]))]] * 2),
        chain(
            "by_table",
            *[[{**revshare(**BASE, levels=fixed("0.20", "0.05", "0.01")), "share": None}]] * 3,
        ),
    ]
    slab = tiers(("0", "0.10"), ("1000", "0.20"), metric="net_revenue")
    stepped = chain(
        "stepped",
        [revshare(**BASE, levels=DIFFERENTIAL, tiers=slab)],
        [revshare(**BASE, levels=DIFFERENTIAL, tiers={**slab, "network": True})],
    )
    stepped.client("c2", "P1")
    stepped.activity("c2", "2026-03-11", stakes=10, net_revenue=5)
    found.append(stepped)

    # two below one: each pot is its own
    two = chain("two_below", *[[shared(rate, levels=DIFFERENTIAL)] for rate in ("0.20", "0.25")])
    two.partner("P0b", parent="P1")
    two.agree("P0b", shared("0.20", levels=DIFFERENTIAL))
    two.client("c2", "P0b")
    two.activity("c2", "2026-03-10", stakes=10, net_revenue=400)
    found.append(two)

    # the chain is that of the period's last day
    moved = chain(
        "moved", [shared("0.20", levels=DIFFERENTIAL)], [shared("0.25", levels=DIFFERENTIAL)]
    )
    moved.partner("P9")
    moved.agree("P9", shared("0.30", levels=DIFFERENTIAL))
    moved.relation("P0", "P9", "2026-03-31", recorded_at="2026-03-01 00:00:00")
    found.append(moved)

    gate = {"metric": "active_clients", "at_least": "2"}
    locked = chain(
        "period_locked",
        [shared("0.20", levels=DIFFERENTIAL, gate=gate)],
        [shared("0.25", levels=DIFFERENTIAL)],
        [override(of="below", rates=["0.10", "0.10"])],
    )
    locked.client("c2", "P0")
    for client in ("c1", "c2"):
        locked.activity(client, "2026-04-10", stakes=10, net_revenue=0)
    found.append(locked)

    capped = chain(
        "period_capped",
        [
            shared(
                "0.20",
                levels=DIFFERENTIAL,
                caps=[{"per": "deal", "window": "period", "amount": "100"}],
            )
        ],
        [shared("0.25", levels=DIFFERENTIAL)],
    )
    found.append(capped)
    return found


@pytest.fixture(scope="module")
def found():
    return computed(programs())


def by_partner(found: Any, program_id: str) -> dict[str, Decimal]:
    return paid(found, program_id, "partner_id", where="period_id = '2026-03'")


def test_a_differential_multiplies_the_base_that_was_priced(found):
    assert by_partner(found, "rates") == {"P0": 200, "P1": 50, "P2": 50}


def test_a_split_divides_the_rounded_pot(found):
    assert by_partner(found, "period_pot") == {"P0": 40, "P1": 10}


def test_a_table_by_distance_is_the_rate(found):
    assert by_partner(found, "by_table") == {"P0": 200, "P1": 50, "P2": 10}


def test_an_upline_has_the_step_that_it_reaches_itself(found):
    # p0 reaches 20 % with 1000; p1 and its network 1005, so 20 % too
    assert by_partner(found, "stepped") == {"P0": 200, "P1": 1}


def test_each_pot_below_is_a_line_of_its_own(found):
    rows = found.ask(
        "select above.exact_amount, below.partner_id from commissions.com_lines as above "
        "inner join commissions.com_lines as below on above.origin_line_id = below.line_id "
        "where above.program_id = 'two_below' and above.partner_id = 'P1' "
        "and above.period_id = '2026-03' order by 2"
    )
    assert [tuple(row.values()) for row in rows] == [(50, "P0"), (20, "P0b")]


def test_a_periods_chain_is_that_of_its_last_day(found):
    assert by_partner(found, "moved") == {"P0": 200, "P9": 100}


def test_levels_are_locked_and_released_with_the_direct_partners_line(found):
    rows = found.ask(
        "select partner_id, line_kind, period_id, exact_amount, state from commissions.com_lines "
        "where program_id = 'period_locked' and exact_amount <> 0 order by partner_id, event_on"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("P0", "earned", "2026-03", 200, "locked"), ("P0", "released", "2026-04", 200, "approved"),
        ("P1", "earned", "2026-03", 50, "locked"), ("P1", "released", "2026-04", 50, "approved"),
        ("P2", "override", "2026-03", 5, "locked"), ("P2", "released", "2026-04", 5, "approved"),
    ]  # fmt: skip


def test_a_cap_leaves_the_same_part_to_those_above(found):
    assert by_partner(found, "period_capped") == {"P0": 100, "P1": 25}

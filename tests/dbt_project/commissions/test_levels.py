"""Levels of events: the numbers are those of COMMISSIONS, "Levels"."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.commission_rules.builders import Data, fixed, per_lot, split
from tests.dbt_project.agreed import Agreed, computed, paid

AT = "2026-03-02 12:00:00"
DIFFERENTIAL = {"algebra": "differential", "depth": "9"}


def lots(**changes: Any) -> Data:
    """Lots that go through events/: a cap that no trade reaches, unless levels say enough."""
    return per_lot(caps=[{"per": "event", "amount": "100000"}], **changes)


def by_table(*table: str, **levels: Any) -> Data:
    return {
        "id": "rebate", "type": "per_lot", "levels": fixed(*table, **levels),
    }  # fmt: skip


def chain(
    program_id: str, deals: list[Data | None], *, joined_on: str = "2026-01-01", **more: Any
) -> Agreed:
    """P0 under P1 under P2 …, each on its component (None: no deal); client c1 of P0."""
    program = Agreed(program_id, currency="USD")
    program.symbol("EURUSD", "majors")
    for distance, component in enumerate(deals):
        above = f"P{distance + 1}" if distance + 1 < len(deals) else None
        own = "c-own" if distance == 0 else ""
        program.partner(
            f"P{distance}", parent=above, own_client_ids=own, joined_on=joined_on, **more
        )
        if component is not None:
            program.agree(f"P{distance}", component)
    program.client("c1", "P0")
    program.account("a-001", "c1")
    return program


def by_list(program_id: str, *shares: list[str], partners: int, lot: str = "0.02") -> Agreed:
    """A pot of 5.00 a lot, so 0.10 for 0.02 lots."""
    program = chain(program_id, [per_lot(levels=split(*shares))] * partners)
    program.trade("t1", "a-001", lot, AT)
    return program


def programs() -> list[Agreed]:
    found = []
    rates = chain(
        "differential",
        [lots(rate_per_lot=rate, levels=DIFFERENTIAL) for rate in ("6", "8", "8", "11")],
    )
    rates.trade("t1", "a-001", 2, AT)
    found.append(rates)

    halves = [["1"], ["0.7", "0.3"], ["0.5", "0.25", "0.25"]]
    found.append(by_list("pot", *halves, partners=3))
    found.append(by_list("longer", *halves, partners=5))
    found.append(by_list("shorter", *halves, partners=2, lot="0.03"))
    found.append(by_list("rest", ["0.5"], ["0.34", "0.33"], partners=2))

    passed = chain(
        "passed",
        [
            per_lot(
                rate_per_lot="50",
                levels={
                    "algebra": "split",
                    "passed_down": {"default": "0.8", "min": "0.5", "max": "0.9"},
                },
            )
        ]
        * 3,
    )
    passed.relation("P0", "P1", "2026-02-01", share="0.5", recorded_at="2026-01-20 00:00:00")
    passed.trade("t1", "a-001", 1, AT)
    passed.trade("before", "a-001", 1, "2026-01-10 12:00:00")
    found.append(passed)

    active = {"metric": "active_clients", "at_least": "1"}
    for name, compression in (("places", False), ("compressed", True)):
        table = chain(
            name, [by_table("4", "2", "1", compression=compression, qualifies_when=active)] * 4
        )
        table.trade("t1", "a-001", 1, AT)
        for partner in ("P2", "P3"):
            table.client(f"c-{partner}", partner)
            table.account(f"a-{partner}", f"c-{partner}")
            table.trade(f"t-{partner}", f"a-{partner}", 1, AT)
        found.append(table)

    for mode in ("earns", "upline_only", "none"):
        own = chain(
            f"own_{mode}",
            [
                lots(rate_per_lot=rate, own_account=mode, levels={**DIFFERENTIAL, "depth": "2"})
                for rate in ("5", "9", "10")
            ],
        )
        own.client("c-own", "P0")
        own.account("a-own", "c-own")
        own.trade("stranger", "a-001", 1, AT)
        own.trade("own", "a-own", 1, AT)
        found.append(own)

    lasting = chain(
        "duration",
        [
            lots(rate_per_lot=rate, levels={**DIFFERENTIAL, "duration_months": "6"})
            for rate in ("5", "7")
        ],
        joined_on="2026-08-31",
    )
    lasting.more_years(2027)
    lasting.trade("last", "a-001", 1, "2027-02-27 23:00:00")
    lasting.trade("after", "a-001", 1, "2027-02-28 01:00:00")
    found.append(lasting)
    return found


@pytest.fixture(scope="module")
def found():
    return computed(programs(), as_of=__import__("datetime").datetime(2027, 3, 15))


def amounts(found: Any, program_id: str, event: str = "t1") -> dict[str, Decimal]:
    return paid(found, program_id, "partner_id", where=f"event_record_key = 'test:{event}'")


def test_a_differential_pays_each_partner_its_rate_less_the_highest_below(found):
    assert amounts(found, "differential") == {"P0": 12, "P1": 4, "P3": 6}


def test_a_pot_is_cut_and_missing_units_go_to_the_largest_remainder(found):
    assert amounts(found, "pot") == {
        "P0": Decimal("0.05"), "P1": Decimal("0.03"), "P2": Decimal("0.02"),
    }  # fmt: skip


def test_above_the_longest_list_nobody_earns(found):
    assert amounts(found, "longer") == amounts(found, "pot")


def test_a_shorter_chain_has_its_own_list(found):
    # 0.15: 0.105 and 0.045 are cut to 0.10 and 0.04; the tie goes to the lower partner
    assert amounts(found, "shorter") == {"P0": Decimal("0.11"), "P1": Decimal("0.04")}


def test_what_the_list_leaves_stays_with_the_operator(found):
    # 0.10: 0.034, 0.033 and the operator's 0.033: the missing unit is the lower partner's
    assert amounts(found, "rest") == {"P0": Decimal("0.04"), "P1": Decimal("0.03")}


def test_shares_passed_down_follow_the_relation_of_the_day(found):
    assert amounts(found, "passed") == {"P0": 20, "P1": 20, "P2": 10}
    assert amounts(found, "passed", "before") == {"P0": 32, "P1": 8, "P2": 10}


def test_a_place_that_is_not_qualified_for_stays_with_the_operator(found):
    assert amounts(found, "places") == {"P0": 4, "P2": 1}


def test_with_compression_the_next_qualified_takes_the_place(found):
    assert amounts(found, "compressed") == {"P0": 4, "P2": 2, "P3": 1}


@pytest.mark.parametrize(
    ("mode", "own"),
    [
        ("earns", {"P0": 5, "P1": 4, "P2": 1}),
        ("upline_only", {"P1": 9, "P2": 1}),
        ("none", {}),
    ],
)
def test_own_accounts_follow_their_mode_and_strangers_do_not_notice(found, mode, own):
    assert amounts(found, f"own_{mode}", "stranger") == {"P0": 5, "P1": 4}
    assert amounts(found, f"own_{mode}", "own") == own


def test_the_duration_ends_with_the_day_before_the_same_day_months_later(found):
    assert amounts(found, "duration", "last") == {"P0": 5, "P1": 2}
    assert amounts(found, "duration", "after") == {"P0": 5}

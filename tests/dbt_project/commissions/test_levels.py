"""Levels of events: the numbers are those of COMMISSIONS, "Levels"."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.commission_rules.builders import Data, fixed, per_lot, sale_share, split
from tests.dbt_project.agreed import Agreed, computed, paid

AT = "2026-03-02 12:00:00"
AS_OF = datetime(2027, 3, 15)  # noqa: DTZ001 - UTC without zone, as the warehouse has it
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
    finer = chain("finer", [per_lot(levels=split(["1"], ["0.5", "0.5"]), digits="4")] * 2)
    finer.trade("t1", "a-001", "0.0033", AT)
    return [*found, finer, *capped(), *abroad()]


def capped() -> list[Agreed]:
    """10 lots at 6, of which a cap leaves 30 of 60; above 8 by differential, 2 by table."""
    cap = [{"per": "event", "amount": "30"}]
    rates = chain(
        "capped_rates",
        [per_lot(rate_per_lot=rate, levels=DIFFERENTIAL, caps=cap) for rate in ("6", "8")],
    )
    table = chain("capped_table", [{**by_table("6", "2"), "caps": cap}] * 2)
    for program in (rates, table):
        program.trade("t1", "a-001", 10, AT)
    return [rates, table]


def abroad() -> list[Agreed]:
    """Sales of 80 EUR; the partner above is paid in USD at 1.25."""
    found = []
    for name, levels, rates in (
        ("abroad_rates", DIFFERENTIAL, ("0.20", "0.25")),
        ("abroad_split", split(["1"], ["0.7", "0.3"]), ("0.20", "0.20")),
    ):
        program = Agreed(name)
        program.partner("P0", parent="P1")
        program.partner("P1")
        program.agree("P0", sale_share(share=rates[0], levels=levels))
        program.agree("P1", sale_share(share=rates[1], levels=levels), plan_currency="USD")
        program.client("c1", "P0")
        program.rate("2026-03-01", "USD", "1.25")
        program.conversion("sale", "t1", "c1", AT, 80)
        found.append(program)
    return found


@pytest.fixture(scope="module")
def found():
    return computed(programs(), as_of=AS_OF)


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


def test_a_split_cuts_to_the_digits_of_its_component_and_books_minor_units(found):
    # 0.0165: 0.0083 and 0.0082, each 0.01
    assert amounts(found, "finer") == {"P0": Decimal("0.0083"), "P1": Decimal("0.0082")}
    rows = found.ask("select amount_minor from commissions.com_lines where program_id = 'finer'")
    assert [row["amount_minor"] for row in rows] == [1, 1]


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


def test_what_a_cap_left_of_the_direct_partners_amount_it_leaves_of_those_above(found):
    assert amounts(found, "capped_rates") == {"P0": 30, "P1": 10}
    assert amounts(found, "capped_table") == {"P0": 30, "P1": 10}


def test_a_level_in_another_currency_is_exchanged_at_the_lines_day(found):
    # 5 % of 80.00 EUR are 4.00; 30 % of the pot of 16.00 are 4.80
    assert amounts(found, "abroad_rates") == {"P0": 16, "P1": 5}
    assert amounts(found, "abroad_split") == {"P0": Decimal("11.20"), "P1": 6}


def test_the_duration_ends_with_the_day_before_the_same_day_months_later(found):
    assert amounts(found, "duration", "last") == {"P0": 5, "P1": 2}
    assert amounts(found, "duration", "after") == {"P0": 5}

"""Overrides: the numbers are those of COMMISSIONS, "Levels" and "Gates and caps"."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.commission_rules.builders import Data, override, per_lot, sale_share, version
from tests.commission_rules.builders import revshare as share_of_revenue
from tests.dbt_project.agreed import Agreed, computed, paid

AT = "2026-03-02 12:00:00"
RATES = ["0.10", "0.05"]


def chain(program_id: str, *deals: list[Data], currency: str = "USD") -> Agreed:
    """P0 under P1 under P2 …, each with the components of its deal; client c1 of P0."""
    program = Agreed(program_id, currency=currency)
    program.symbol("EURUSD", "majors")
    for distance, components in enumerate(deals):
        above = f"P{distance + 1}" if distance + 1 < len(deals) else None
        program.partner(f"P{distance}", parent=above)
        if components:
            program.agree(f"P{distance}", *components)
    program.client("c1", "P0")
    program.account("a-001", "c1")
    return program


def lots_below(program_id: str, of: str) -> Agreed:
    team = override(of=of, rates=RATES)
    program = chain(program_id, [per_lot(rate_per_lot="8")], [team], [team])
    program.trade("t1", "a-001", 10, AT)
    return program


def programs() -> list[Agreed]:
    found = [lots_below("direct", "direct"), lots_below("below", "below")]

    # 80.00 in sales; p1 has an override of its own on sales only
    team = override(rates=["0.10"], component_types=["sale_share"])
    chosen = chain("chosen", [sale_share(share="0.40"), per_lot(rate_per_lot="8")], [team])
    chosen.conversion("sale", "s1", "c1", AT, 200)
    chosen.trade("t1", "a-001", 10, AT)
    chosen.conversion("sale", "refunded", "c1", AT, 100)
    chosen.conversion("refund", "r1", "c1", "2026-03-03 12:00:00", 100, refunds="refunded")
    found.append(chosen)

    # of: below takes the level line and the override that the partner below has
    lots = per_lot(
        rate_per_lot="6", caps=[{"per": "event", "amount": "100000"}],
        levels={"algebra": "differential", "depth": "3"},
    )  # fmt: skip
    both = chain(
        "both",
        [lots],
        [{**lots, "rate_per_lot": "8"}, override(rates=["0.50"])],
        [override(of="below", rates=["0.10", "0.10"])],
    )
    both.trade("t1", "a-001", 10, AT)
    found.append(both)

    gap = chain("gap", [per_lot(rate_per_lot="8")], [], [override(rates=RATES)])
    gap.trade("t1", "a-001", 10, AT)
    found.append(gap)
    passing = chain("passing", [per_lot(rate_per_lot="8")], [], [override(of="below", rates=RATES)])
    passing.trade("t1", "a-001", 10, AT)
    found.append(passing)

    capped = chain(
        "capped",
        [sale_share(share="0.25", caps=[{"per": "client", "amount": "60"}])],
        [override(base="revenue", of="sales", rates=["0.04"], follows="sales")],
    )
    for number in (1, 2, 3):
        capped.conversion("sale", f"s{number}", "c1", f"2026-03-0{number} 12:00:00", 160)
    found.append(capped)

    trades = chain(
        "trades",
        [per_lot(rate_per_lot="8")],
        [override(base="revenue", of="trades", rates=["0.10"])],
        [override(base="quantity", of="lots", rates=["1", "0.50"])],
    )
    trades.trade(
        "t1", "a-001", 10, AT, spread_revenue_amount=60, commission_amount=20, currency_code="USD"
    )
    trades.trade("unknown", "a-001", 10, AT)
    found.append(trades)

    lasting = chain(
        "lasting", [per_lot(rate_per_lot="8")], [override(rates=RATES, duration_months="2")]
    )
    lasting.trade("inside", "a-001", 10, "2026-02-28 23:00:00")
    lasting.trade("after", "a-001", 10, "2026-03-01 01:00:00")
    found.append(lasting)

    abroad = chain("abroad", [sale_share(share="0.50")], currency="EUR")
    abroad.relation("P0", "P1")
    abroad.partner("P1")
    abroad.agree("P1", override(rates=["0.10"]), plan_currency="USD")
    abroad.rate("2026-03-01", "USD", "1.25")
    abroad.conversion("sale", "s1", "c1", AT, 80)
    found.append(abroad)

    gate = {"metric": "active_clients", "at_least": "2"}
    locked = chain(
        "locked",
        [share_of_revenue(base="net_revenue", share="0.25", gate=gate, hold_days="5")],
        [override(rates=["0.10"], hold_days="3")],
        [override(of="below", rates=["0.10", "0.10"], gate={**gate, "at_least": "3"})],
        currency="EUR",
    )
    for month, clients in ((3, 1), (4, 2), (5, 3)):
        for number in range(clients):
            if month == 3:
                locked.activity("c1", "2026-03-10", stakes=1000, net_revenue=800)
            else:
                locked.activity(f"c1{number}", f"2026-0{month}-10", stakes=10, net_revenue=0)
    for number in range(3):
        locked.client(f"c1{number}", "P0")
        locked.client(f"c2{number}", "P2")
        locked.activity(f"c2{number}", "2026-05-11", stakes=10, net_revenue=0)
    found.append(locked)

    # the version of May has no gate, so May is an open period
    opened = chain("opened", [per_lot(rate_per_lot="8")], [])
    until = version(override(gate=gate), valid_to="2026-04-30")
    after = version(override(), valid_from="2026-05-01", recorded_on="2026-04-01")
    opened.agree("P1", versions=[until, after])
    opened.trade("t1", "a-001", 10, AT)
    opened.trade("t2", "a-001", 10, "2026-05-05 12:00:00")
    found.append(opened)
    return found


@pytest.fixture(scope="module")
def found():
    return computed(programs())


def by_partner(found: Any, program_id: str, where: str = "true") -> dict[str, Decimal]:
    return paid(found, program_id, "partner_id", where=where)


def test_an_ancestor_earns_its_rate_of_the_direct_line_on_top(found):
    assert by_partner(found, "direct") == {"P0": 80, "P1": 8, "P2": 4}


def test_below_compounds(found):
    assert by_partner(found, "below") == {"P0": 80, "P1": 8, "P2": Decimal("0.40")}


def test_a_line_of_an_override_names_the_line_and_partner_below(found):
    rows = found.ask(
        "select above.partner_id, above.level, above.lower_partner_id, above.base_amount, "
        "below.partner_id as below, above.line_kind, above.formula_code "
        "from commissions.com_lines as above "
        "inner join commissions.com_lines as below on above.origin_line_id = below.line_id "
        "where above.program_id = 'below' order by above.level"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("P1", 1, "P0", 80, "P0", "override", "override"),
        ("P2", 2, "P1", 8, "P1", "override", "override"),
    ]


def test_only_chosen_component_types_are_the_base(found):
    assert by_partner(found, "chosen", "component_type = 'override'") == {"P1": 8}


def test_an_override_on_a_refunded_sale_is_reversed(found):
    rows = found.ask(
        "select exact_amount, state, reason_code from commissions.com_lines "
        "where program_id = 'chosen' and partner_id = 'P1' and event_record_key = 'test:refunded'"
    )
    assert [tuple(row.values()) for row in rows] == [(0, "reversed", "refunded")]


def test_below_takes_all_lines_of_the_partner_just_below(found):
    # p0 60, p1 20 of the differential and 30 of its override, p2 10 % of both: 2 + 3
    assert by_partner(found, "both") == {"P0": 60, "P1": 50, "P2": 5}


def test_without_a_deal_between_distances_stay(found):
    assert by_partner(found, "gap") == {"P0": 80, "P2": 4}


def test_a_partner_without_a_line_passes_on_nothing(found):
    assert by_partner(found, "passing") == {"P0": 80}


def test_an_override_on_revenue_follows_the_cap_of_the_component_that_it_names(found):
    columns = ("event_record_key", "partner_id")
    assert paid(found, "capped", *columns) == {
        ("test:s1", "P0"): 40, ("test:s2", "P0"): 20,
        ("test:s1", "P1"): Decimal("6.40"), ("test:s2", "P1"): Decimal("3.20"),
    }  # fmt: skip


def test_revenue_of_a_trade_is_spread_and_commission_and_unknown_revenue_pays_nothing(found):
    assert paid(found, "trades", "event_record_key", "partner_id") == {
        ("test:t1", "P0"): 80, ("test:t1", "P1"): 8, ("test:t1", "P2"): 5,
        ("test:unknown", "P0"): 80, ("test:unknown", "P2"): 5,
    }  # fmt: skip


def test_the_duration_counts_from_the_day_the_direct_partner_joined(found):
    where = "component_type = 'override'"
    assert paid(found, "lasting", "event_record_key", where=where) == {"test:inside": 8}


def test_a_lower_amount_becomes_the_uplines_currency_at_the_rate_for_the_lines_day(found):
    rows = found.ask(
        "select exact_amount, currency_code, base_amount, fx_rate, source_currency_code "
        "from commissions.com_lines where program_id = 'abroad' and partner_id = 'P1'"
    )
    assert [tuple(row.values()) for row in rows] == [
        (5, "USD", 50, Decimal("1.25"), "EUR"),
    ]


def test_a_period_without_a_gate_releases_what_an_earlier_one_locked(found):
    rows = found.ask(
        "select line_kind, period_id, exact_amount, state from commissions.com_lines "
        "where program_id = 'opened' and partner_id = 'P1' order by event_on, line_kind"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("override", "2026-03", 8, "locked"),
        ("override", "2026-05", 8, "approved"),
        ("released", "2026-05", 8, "approved"),
    ]


def test_what_is_locked_below_is_locked_above_and_released_with_it(found):
    rows = found.ask(
        "select partner_id, line_kind, period_id, exact_amount, state, "
        "payable_from::varchar as day "
        "from commissions.com_lines where program_id = 'locked' and exact_amount <> 0 "
        "order by partner_id, event_on, line_kind"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("P0", "earned", "2026-03", 200, "locked", "2026-04-05"),
        ("P0", "released", "2026-04", 200, "approved", "2026-05-05"),
        ("P1", "override", "2026-03", 20, "locked", "2026-04-03"),
        ("P1", "released", "2026-04", 20, "approved", "2026-05-03"),
        ("P2", "override", "2026-03", 2, "locked", "2026-03-31"),
        ("P2", "released", "2026-05", 2, "approved", "2026-05-31"),
    ]

"""For whom, how often and from which row a CPA is paid (COMMISSIONS and RULINGS, "CPA")."""

from __future__ import annotations

from typing import Any

import pytest

from tests.dbt_project.commissions.told import told
from tests.fixtures.warehouse_program import Program

DEPOSIT = [{"metric": "first_deposit", "at_least": 20}]


def program(**deal: Any) -> Program:
    found = Program("once")
    for partner in ("P0", "P1"):
        found.partner(partner)
    found.deal("P0", "cpa", component_id="cpa", conditions=DEPOSIT, **{"rate": 40, **deal})
    found.conversion("registration", "reg", "c1", "2026-05-01 10:00:00", partner_code="code-P0")
    found.conversion("deposit", "d1", "c1", "2026-05-02 10:00:00", 20)
    return found


@pytest.mark.parametrize(("again", "paid"), [(True, {"P0": 40, "P1": 70}), (False, {"P0": 40})])
def test_a_moved_client_is_paid_again_only_where_the_plan_says_so(again: bool, paid: Any):
    given = program()
    given.deal("P1", "cpa", component_id="cpa", rate=70, conditions=DEPOSIT,
               again_after_move=again)  # fmt: skip
    given.client("c1", "P1", since="2026-05-10")
    given.conversion("deposit", "d2", "c1", "2026-05-12 10:00:00", 5)
    given.conversion("deposit", "d3", "c1", "2026-05-13 10:00:00", 5)
    assert told(given).amounts("partner_id") == paid


def test_a_client_that_comes_back_is_not_paid_a_second_time():
    given = program(again_after_move=True)
    given.client("c1", "P1", since="2026-05-10")
    given.client("c1", "P0", since="2026-05-20")
    given.conversion("deposit", "d2", "c1", "2026-05-22 10:00:00", 5)
    assert told(given).lines("partner_id", "event_record_key") == [("P0", "test:d1")]


@pytest.mark.parametrize(("names", "count"), [(("a", "a"), 1), (("a", "b"), 2), ((None, None), 2)])
def test_once_for_joins_or_parts_the_ids_of_two_cpas(names: tuple[Any, Any], count: int):
    given = program(once_for=names[0], deal_id="D")
    given.deal("P0", "cpa", component_id="cpa_two", deal_id="D", rate=5, conditions=DEPOSIT,
               once_for=names[1], position=2)  # fmt: skip
    assert len(told(given).lines("component_id")) == count


@pytest.mark.parametrize("kind", ["duplicate_client", "self_excluded"])
@pytest.mark.parametrize(
    ("day", "amount"),
    [("2026-05-01", 0), ("2026-05-02", 0), ("2026-05-11", 0), ("2026-05-12", 40)],
)
def test_an_exclusion_counts_until_the_hold_ends(kind: str, day: str, amount: int):
    """Qualified on 2 May with 10 days of hold: payable from 12 May."""
    given = program(hold_days=10)
    given.conversion("custom", "x", "c1", f"{day} 09:00:00", product=kind)
    found = told(given).lines("exact_amount::int", "reason_code")
    assert found == [(amount, None if amount else "rejected")]


@pytest.mark.parametrize(("day", "amount"), [("2026-05-02", 0), ("2026-05-03", 40)])
def test_without_a_hold_an_exclusion_counts_up_to_the_qualifying_day(day: str, amount: int):
    given = program()
    given.conversion("custom", "x", "c1", f"{day} 23:00:00", product="self_excluded")
    assert told(given).amounts("client_id") == {"c1": amount}


def test_a_rejected_fact_counts_for_no_condition():
    given = program()
    given.conversion("deposit", "d2", "c1", "2026-05-20 10:00:00", 30)
    given.review("record", "test:d1", "rejected")
    assert told(given).lines("event_record_key", "exact_amount::int") == [("test:d2", 40)]


def test_an_own_account_never_qualifies():
    given = program()
    given.partner("P2", own_client_ids="c1")
    assert told(given).lines("partner_id") == []


def test_the_rate_of_a_campaign_is_for_the_link_of_the_partner_that_is_paid():
    """Both partners have a rate for "spring"; the client came by a link of P0 and moved to P1."""
    spring = [{"campaign": "spring", "rate": 90}]
    given = Program("campaign")
    for partner in ("P0", "P1"):
        given.partner(partner)
        given.link(f"link-{partner}", partner, "spring")
        given.deal(partner, "cpa", rate=40, rates=spring, conditions=DEPOSIT)
    for client in ("stays", "moves"):
        given.click(f"k-{client}", "link-P0", "2026-05-01 09:00:00")
        given.conversion("registration", f"r-{client}", client, "2026-05-01 10:00:00",
                         click_id=f"k-{client}")  # fmt: skip
        given.conversion("deposit", f"d-{client}", client, "2026-05-12 10:00:00", 20)
    given.client("moves", "P1", since="2026-05-10")
    assert told(given).amounts("client_id", "partner_id") == {
        ("stays", "P0"): 90, ("moves", "P1"): 40,
    }  # fmt: skip


def test_a_country_that_no_row_covers_pays_nothing_and_says_so():
    given = program(rate=None, rates=[{"country": "DE", "rate": 40}])
    found = told(given)
    assert found.lines("exact_amount::int", "reason_code") == []
    assert found.reasons() == {"reg": "no_rate"}


def test_chargebacks_of_activity_lower_net_deposits():
    given = Program("activity")
    given.partner("P0")
    given.deal("P0", "cpa", rate=40, conditions=[{"metric": "net_deposits", "at_least": 50}])
    given.conversion("registration", "reg", "c1", "2026-05-01 10:00:00", partner_code="code-P0")
    given.activity("c1", "2026-05-02", chargebacks=30)
    given.conversion("deposit", "d1", "c1", "2026-05-03 10:00:00", 60)
    given.conversion("deposit", "d2", "c1", "2026-05-04 10:00:00", 20)
    assert told(given).lines("event_record_key") == [("test:d2",)]

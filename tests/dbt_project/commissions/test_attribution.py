"""Who a client belongs to (COMMISSIONS, "Who a client belongs to")."""

from __future__ import annotations

import pytest

from tests.dbt_project.commissions.told import told
from tests.fixtures.warehouse_program import Program


@pytest.mark.parametrize(
    ("client", "partner"),
    [
        ("by-click", "P-click"),
        ("by-code", "P-code"),
        ("thirty-days", "P-click"),
        ("explicit", "P-manual"),
        ("corrected", "P-later"),
    ],
)
def test_a_client_belongs_to(amounts, client, partner):
    assert amounts("attribution", "partner_id", where=f"client_id = '{client}'") == {partner: 10}


@pytest.mark.parametrize("client", ["thirty-one-days", "refused-click"])
def test_a_client_without_code_and_accepted_click_is_unattributed(reasons, client):
    assert reasons("attribution")[f"sale-{client}"] == "unattributed"


def test_a_line_carries_the_link_only_for_the_partner_of_that_link(query):
    """Regression: beside a code, the link of another partner's click stood on the line."""
    rows = query(
        "select client_id, link_code from commissions.com_lines "
        "where program_id = 'attribution' and client_id in ('by-click', 'by-code', 'explicit') "
        "order by 1"
    )
    assert rows == [("by-click", "link-P-click"), ("by-code", None), ("explicit", None)]


def test_a_share_by_campaign_is_for_the_link_of_the_partner_that_earns():
    """Both partners share 50 % of "spring"; the client came by a link of P0 and moved to P1."""
    spring = [{"campaign": "spring", "rate": "0.50"}]
    program = Program("shares")
    for partner in ("P0", "P1"):
        program.partner(partner)
        program.link(f"link-{partner}", partner, "spring")
        program.deal(partner, "revshare", rate="0.25", rates=spring, base_kind="ngr",
                     carry_policy="none", carry_level="base", carry_scope="client")  # fmt: skip
    program.click("k1", "link-P0", "2026-03-01 09:00:00")
    program.conversion("registration", "reg", "c1", "2026-03-01 10:00:00", click_id="k1")
    program.client("c1", "P1", since="2026-04-01")
    for month in ("03", "04"):
        program.activity("c1", f"2026-{month}-10", stakes=100)
    assert told(program).amounts("partner_id") == {"P0": 50, "P1": 25}


def inactive(days: int | None = 30) -> Program:
    """A client of P0 since 1 March, and a link of P1."""
    program = Program("inactive")
    program.rows["raw", "portal_programs"][0]["reattribute_after_inactive_days"] = days
    for partner in ("P0", "P1", "P2"):
        program.partner(partner)
        program.link(f"link-{partner}", partner, f"of-{partner}")
        program.deal(partner, "sale_share", rate="0.10")
    program.conversion("registration", "reg", "c1", "2026-03-01 10:00:00", partner_code="code-P0")
    return program


def comes_back(program: Program, day: str, partner: str = "P1") -> None:
    """The client clicks on a partner's link at noon and buys an hour later."""
    program.click(f"k-{day}", f"link-{partner}", f"{day} 12:00:00")
    program.conversion("sale", day, "c1", f"{day} 13:00:00", 100, click_id=f"k-{day}")


def owners(program: Program) -> list[tuple[str, str]]:
    return [
        (event.removeprefix("test:"), partner)
        for event, partner in told(program).lines("event_record_key", "partner_id")
    ]


@pytest.mark.parametrize(
    ("days", "day", "partner"),
    [
        (30, "2026-03-31", "P0"),  # 30 days after the registration: 29 of them without anything
        (30, "2026-04-01", "P1"),
        (None, "2026-08-01", "P0"),
    ],
)
def test_a_click_after_inactivity_moves_the_client_where_the_program_says_so(
    days: int | None, day: str, partner: str
):
    program = inactive(days)
    comes_back(program, day)
    assert owners(program) == [(day, partner)]


@pytest.mark.parametrize("kind", ["deposit", "sale", "play", "trade"])
def test_whoever_did_something_stays(kind: str):
    program = inactive()
    program.account("a1", "c1")
    program.symbol("EURUSD")
    if kind == "play":
        program.activity("c1", "2026-04-20", stakes=1)
    elif kind == "trade":
        program.trade("t1", "a1", 1, "2026-04-20 10:00:00")
    else:
        program.conversion(kind, "did", "c1", "2026-04-20 10:00:00", 1)
    comes_back(program, "2026-05-10")
    assert owners(program)[-1] == ("2026-05-10", "P0")


def test_withdrawals_and_days_without_a_stake_are_no_activity():
    program = inactive()
    program.conversion("withdrawal", "w", "c1", "2026-04-20 10:00:00", 1)
    program.activity("c1", "2026-04-21", stakes=0, bonus_cost=5)
    comes_back(program, "2026-05-10")
    assert owners(program) == [("2026-05-10", "P1")]


def test_the_new_partner_has_the_client_from_the_click_s_day_and_it_may_move_on():
    program = inactive()
    program.conversion("sale", "before", "c1", "2026-03-02 10:00:00", 100)
    comes_back(program, "2026-05-10")
    program.conversion("sale", "after", "c1", "2026-05-20 10:00:00", 100)
    comes_back(program, "2026-05-25", "P2")
    comes_back(program, "2026-07-25", "P2")
    assert owners(program) == [
        ("before", "P0"), ("2026-05-10", "P1"), ("after", "P1"), ("2026-05-25", "P1"),
        ("2026-07-25", "P2"),
    ]  # fmt: skip


def test_the_new_link_stands_on_the_lines():
    program = inactive()
    comes_back(program, "2026-05-10")
    assert told(program).lines("link_code") == [("link-P1",)]


def test_a_refused_click_moves_nobody():
    program = inactive()
    comes_back(program, "2026-05-10")
    program.rows["raw", "clicks"][0]["verdict"] = "bot"
    assert owners(program) == [("2026-05-10", "P0")]


def test_an_unattributed_client_is_listed_and_may_still_be_won():
    program = inactive()
    program.conversion("registration", "r2", "c2", "2026-03-01 10:00:00")
    assert told(program).reasons() == {"r2": "unattributed"}

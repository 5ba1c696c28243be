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

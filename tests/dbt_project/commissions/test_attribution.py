"""Who a client belongs to (COMMISSIONS, "Who a client belongs to")."""

from __future__ import annotations

import pytest


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

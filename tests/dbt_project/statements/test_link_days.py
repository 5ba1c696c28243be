"""What a link brought (pub_portal__link_days); an unconfirmed registration brings nobody."""

from __future__ import annotations

from typing import Any

from tests.dbt_project.commissions.told import Told, told
from tests.dbt_project.statements.compiled import AS_OF, nodes
from tests.fixtures.warehouse_program import Program

MODEL = "model.openbook.pub_portal__link_days"


def program() -> Program:
    found = Program("links")
    for partner in ("P0", "P1"):
        found.partner(partner)
        found.deal(partner, "sale_share", rate="0.10")
        found.link(f"link-{partner}", partner)
    found.click("k1", "link-P0", "2026-05-01 10:00:00")
    found.click("k2", "link-P0", "2026-05-02 10:00:00")
    found.click("bot", "link-P0", "2026-05-02 10:00:00", verdict="bot")
    found.click("k3", "link-P1", "2026-05-02 10:00:00")
    return found


def link_days(book: Told) -> list[tuple[Any, ...]]:
    sql = nodes()[MODEL].sql.replace(AS_OF, "2026-10-28T12:00:00")
    return book.ask(
        "select partner_id, link_code, day::varchar, clicks, registrations, first_deposits, sales"
        f" from ({sql}) order by all"
    )


def test_clicks_and_what_came_of_them_stand_by_link_and_day() -> None:
    book = program()
    book.conversion("registration", "r1", "c1", "2026-05-02 11:00:00", click_id="k2")
    book.conversion("deposit", "d1", "c1", "2026-05-03 11:00:00", 50)
    book.conversion("deposit", "d2", "c1", "2026-05-04 11:00:00", 50)
    book.conversion("sale", "s1", "c1", "2026-05-04 12:00:00", 10)
    book.conversion("registration", "r2", "c2", "2026-05-05 11:00:00", partner_code="code-P1")
    assert link_days(told(book)) == [
        ("P0", "link-P0", "2026-05-01", 1, 0, 0, 0),
        ("P0", "link-P0", "2026-05-02", 1, 1, 0, 0),
        ("P0", "link-P0", "2026-05-03", 0, 0, 1, 0),
        ("P0", "link-P0", "2026-05-04", 0, 0, 0, 1),
        ("P1", "link-P1", "2026-05-02", 1, 0, 0, 0),
    ]


def test_regression_an_unconfirmed_registration_makes_a_client_nobody_s() -> None:
    """Regression: an unsigned postback that named a click took the client for its partner."""
    book = program()
    book.conversion("registration", "forged", "c1", "2026-05-02 10:30:00", click_id="k3",
                    is_confirmed=False)  # fmt: skip
    book.conversion("registration", "true", "c1", "2026-05-02 11:00:00", click_id="k2")
    book.conversion("registration", "pending", "c2", "2026-05-02 11:00:00", click_id="k3",
                    is_confirmed=False)  # fmt: skip
    for client in ("c1", "c2"):
        book.conversion("sale", f"sale-{client}", client, "2026-05-05 10:00:00", 100)
    found = told(book)
    assert found.amounts("partner_id") == {"P0": 10}
    assert found.reasons() == {"sale-c2": "unattributed"}

"""The same ladder for every page: works, colleague, stranger, bad id, wrong verb, nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portal.releases.reader import counted_queries
from tests.portal.web.partner.pages import AUREL, PAGES, address

Browsers = Callable[[str], Client]
OF_A_ROW = ("why", "why_not", "find")
BOOKS = {
    "stranger": "/larkspur/P-2004/",
    "sofie": "/larkspur/P-2003/",
    "mara": "/larkspur/P-2001/",
}


def _body(response: object) -> bytes:
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return response.content  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("page", PAGES)
def test_works_within_two_queries_and_200_kilobytes(browser_of: Browsers, page: str) -> None:
    browser = browser_of("nadia")
    path = address(page)
    with counted_queries() as statements:
        response = browser.get(path)
        size = len(_body(response))
    assert response.status_code == (302 if page == "find" else 200)
    assert len(statements) <= 2, statements
    assert size <= 200_000


@pytest.mark.parametrize("page", [p for p in PAGES if p != "payments"])
def test_a_colleague_of_the_same_partner_sees_the_same(browser_of: Browsers, page: str) -> None:
    response = browser_of("ola").get(address(page))
    assert response.status_code == (302 if page == "find" else 200)


@pytest.mark.parametrize("page", PAGES)
def test_nobody_else_finds_the_partner_s_page(browser_of: Browsers, page: str) -> None:
    path = address(page)
    for person in ("stranger", "sofie", "mara"):
        assert browser_of(person).get(path).status_code == 404, person


@pytest.mark.parametrize("page", OF_A_ROW)
def test_another_partner_s_row_is_not_in_one_s_own_books(browser_of: Browsers, page: str) -> None:
    for person, base in BOOKS.items():
        browser = browser_of(person)
        assert browser.get(base).status_code == 200, person
        assert browser.get(address(page, base)).status_code == 404, person


@pytest.mark.parametrize("page", PAGES)
def test_another_program_s_partner_id_is_not_there(browser_of: Browsers, page: str) -> None:
    assert browser_of("nadia").get(address(page, "/tamarind/P-2002/")).status_code == 404


BAD = (
    "?period=2031-01",
    "?period=x",
    "?currency=XXX",
    "reports/?by=password",
    "reports/?from=yesterday",
    "reports/?by=level&then=level",
    "commissions/?period=1999-01",
    "commissions/?level=one",
    "commissions/?day=31",
    "commissions/?after=nonsense",
    "commissions/2026-10/0123/",
    "commissions/1999-01/0123/",
    "commissions/lines/0123/",
    "commissions/unpaid/2026-10/0123/",
    "statements/month/1999-01/USD/",
    "statements/week/2026-09/USD/",
    "statements/month/2026-09/EUR/",
    "statements/month/2026-09/EUR/entries.csv",
    "payments/?currency=JPY",
)


def test_a_bad_id_is_not_there(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    found = {path: browser.get(AUREL + path).status_code for path in BAD}
    assert {path: code for path, code in found.items() if code != 404} == {}


@pytest.mark.parametrize("page", PAGES)
def test_pages_only_read(browser_of: Browsers, page: str) -> None:
    browser, path = browser_of("nadia"), address(page)
    for verb in ("post", "put", "delete", "patch"):
        assert getattr(browser, verb)(path).status_code == 405, verb


@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_asked_to_sign_in(browser_of: Browsers, page: str) -> None:
    browser_of("nadia")
    response = Client().get(address(page))
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=")

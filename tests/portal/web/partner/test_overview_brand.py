"""The Overview of one brand: its commission and clients; the money is one for all brands."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from portal.deals.models import Deal
from portal.partners.models import Partner
from portal.releases.reader import counted_queries, current_release
from portal.releases.selectors.overview import overview_get
from portal.releases.selectors.overview_brand import BrandWish
from tests.portal.web.partner.conftest import AUREL

Browsers = Callable[[str], Client]
PERIOD = "2026-09"


@pytest.fixture
def browser(browser_of: Browsers) -> Client:
    """Nadia's, whose deal is about Azure; the trades of its clients say Larkspur."""
    found = browser_of("nadia")
    partner = Partner.objects.get(program_id="larkspur", partner_id="P-2002")
    Deal.objects.filter(partner=partner).delete()
    for deal_id, brand in (("D-102", "Azure"), ("D-902", "Larkspur")):
        Deal.objects.create(
            program=partner.program, deal_id=deal_id, partner=partner, brand=brand,
            currency_code="USD", calendar_id="month",
        )  # fmt: skip
    return found


def text_of(browser: Client, **asked: str) -> str:
    answer = browser.get(AUREL, asked)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_partner_of_one_brand_has_no_switch(browser_of: Browsers) -> None:
    page = browser_of("nadia").get(AUREL).content.decode()
    assert '<span class="k">Brand</span>' not in page


def test_the_switch_leads_to_each_brand_and_back_to_all(browser: Client) -> None:
    page = browser.get(AUREL, {"period": PERIOD}).content.decode()
    for brand in ("Azure", "Larkspur"):
        assert f'href="?period={PERIOD}&amp;currency=USD&amp;brand={brand}"' in page
    narrowed = browser.get(AUREL, {"period": PERIOD, "brand": "Azure"}).content.decode()
    assert f'href="?period={PERIOD}&amp;currency=USD"' in narrowed


def test_lines_count_for_the_brand_that_they_say_and_else_for_their_deals(browser: Client) -> None:
    release = current_release("larkspur")
    files = release.files("pub_portal__lines", [PERIOD])
    wanted = {"Azure": 0, "Larkspur": 0}
    for row in release.rows(
        "select brand, deal_id, amount_minor from read_parquet($files)"
        " where partner_id = 'P-2002' and currency_code = 'USD' and state <> 'locked'",
        files=files,
    ):
        brand = row["brand"] or {"D-102": "Azure"}[row["deal_id"]]
        wanted[brand] += row["amount_minor"]
    assert all(wanted.values())
    for brand, deals in (("Azure", ["D-102"]), ("Larkspur", ["D-902"])):
        found = overview_get(release, "P-2002", period_id=PERIOD, of_brand=BrandWish(brand, deals))
        assert found is not None
        assert found.figures.commission.minor == wanted[brand]
        shown = [part.amount.minor for part in found.components if part.state != "locked"]
        assert sum(shown) == wanted[brand]
        amount = Decimal(wanted[brand]) / 100
        page = text_of(browser, period=PERIOD, brand=brand)
        assert f"Commission earned with {brand}" in page
        assert f"Total {amount:,.2f}" in page


def test_balance_and_next_payment_are_those_of_all_brands(browser: Client) -> None:
    whole, one = text_of(browser, period=PERIOD), text_of(browser, period=PERIOD, brand="Azure")
    for part in (r"Next payment.*?Frozen on", r"Where your money is.*?What earned it"):
        found = [re.search(part, said) for said in (whole, one)]
        assert found[0]
        assert found[1]
        assert found[0][0] == found[1][0]
    assert "Payment and balance are one for all brands" in one
    assert "Payment and balance are one for all brands" not in whole


def test_an_unknown_brand_does_not_exist(browser: Client) -> None:
    assert browser.get(AUREL, {"brand": "Crimson"}).status_code == 404


def test_a_brand_asks_the_release_twice_as_the_page_does(browser: Client) -> None:
    release = current_release("larkspur")
    with counted_queries() as asked:
        overview_get(release, "P-2002", period_id=PERIOD, of_brand=BrandWish("Larkspur", ()))
    assert len(asked) == 2

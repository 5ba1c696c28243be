"""The display currency: shown beside, with rate and day, in no sum."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.releases.money import Currency, Money
from portal.releases.reader import current_release
from portal.web.partner.display import converted
from tests.portal.web.partner.pages import AUREL

Browsers = Callable[[str], Client]
USD = Currency("USD", 2, "$")


@pytest.mark.parametrize(
    ("wanted", "minor"),
    [("EUR", 92481), ("GBP", 76759), ("JPY", 149403)],  # 1000 / 1.0813 × 1, 0.83, 161.55
)
def test_an_amount_goes_through_the_euro_and_is_rounded_once(
    browser_of: Browsers, wanted: str, minor: int
) -> None:
    browser_of("nadia")
    found = converted(current_release("larkspur"), Money(100_000, USD), wanted)
    assert found
    assert found[0] == minor


@pytest.mark.parametrize("wanted", ["", "USD", "CHF"])
def test_without_a_wish_or_a_rate_nothing_is_shown(browser_of: Browsers, wanted: str) -> None:
    browser_of("nadia")
    assert converted(current_release("larkspur"), Money(1, USD), wanted) is None


def test_the_overview_says_rate_day_and_that_it_is_for_display(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    before = browser.get(AUREL).content.decode()
    assert "display only" not in before
    User.objects.filter(email="nadia@example.com").update(display_currency="EUR")
    page = browser.get(AUREL).content.decode()
    rate = (Decimal(1) / Decimal("1.0813")).quantize(Decimal("0.0001"))
    assert "display only" in page
    assert f"1 USD = {rate} EUR, ECB of 27 Oct 2026" in page


@pytest.mark.parametrize("page", ["reports/", "commissions/", "statements/"])
def test_lists_and_sums_say_it_too(browser_of: Browsers, page: str) -> None:
    browser = browser_of("nadia")
    assert "display only" not in browser.get(AUREL + page).content.decode()
    User.objects.filter(email="nadia@example.com").update(display_currency="GBP")
    shown = browser.get(AUREL + page).content.decode()
    assert "display only" in shown
    assert "1 USD = 0.7676 GBP, ECB of 27 Oct 2026" in shown  # 0.83 / 1.0813


def test_a_statement_shows_its_total_in_it_and_keeps_its_own(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    path = AUREL + "statements/month/2026-09/USD/"
    User.objects.filter(email="nadia@example.com").update(display_currency="EUR")
    page = browser.get(path).content.decode()
    assert "display only" in page
    assert "never changes again" in page


def test_moments_are_in_the_persons_zone_and_periods_in_the_programs(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    path = AUREL + "statements/month/2026-09/USD/"
    before = browser.get(path).content.decode()
    assert ", UTC" in before
    User.objects.filter(email="nadia@example.com").update(time_zone="Asia/Tokyo")
    page = browser.get(path).content.decode()
    assert ", Tokyo" in page
    closed = re.search(r"Closed ([^<]*), UTC", before)
    assert closed
    assert closed[1] not in page
    assert "begin and end by the program’s clock: UTC" in browser.get(AUREL).content.decode()
    User.objects.filter(email="nadia@example.com").update(language="de")
    assert "Tokio" in browser.get(path).content.decode()

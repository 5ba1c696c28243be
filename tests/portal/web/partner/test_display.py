"""The display currency: shown beside, with rate and day, in no sum."""

from __future__ import annotations

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

"""What the pages say: the figures of the release, the Why, states, exports, the switch."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import Membership, User
from portal.partners.models import Partner
from portal.releases.evaluate import evaluate
from portal.releases.reader import current_release
from portal.releases.selectors.commissions import LineFilter, lines_page
from portal.releases.selectors.overview import overview_get
from tests.portal.web.partner.pages import AUREL, HALDEN, address

Browsers = Callable[[str], Client]


def _text(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def _rows(browser: Client, path: str) -> list[dict[str, str]]:
    response = browser.get(path)
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def _amended() -> str:
    found = overview_get(current_release("larkspur"), "P-2002")
    assert found
    return str(found.corrections[0].example_line_id)


def test_the_start_leads_to_one_s_own_books(browser_of: Browsers) -> None:
    assert browser_of("nadia").get("/")["Location"] == AUREL


def test_the_total_of_what_earned_it_is_the_number(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    for path in (AUREL, AUREL + "?period=2026-09", AUREL + "?period=2026-08", HALDEN):
        page = _text(browser, path)
        hero = re.search(r'class="amount"><bdi dir="ltr">.*?</bdi>', page, re.S)
        assert hero
        number = re.sub(r"<[^>]*>|[^\d.,]", "", hero[0].partition(">")[2])
        total = re.search(r"<tfoot>.*?</tfoot>", page[page.index('id="comp"') :], re.S)
        assert total
        assert number in total[0], path


def test_the_why_of_the_amended_trade_proves_itself(browser_of: Browsers) -> None:
    page = _text(browser_of("nadia"), f"{AUREL}commissions/2026-09/{_amended()}/")
    formula = re.search(r"<pre><code>(round\(.*?\))</code></pre>", page)
    assert formula
    assert evaluate(formula[1]) == Decimal("40.99")
    for words in (
        "44.29 booked", "−3.30 pending", "deals-0914.csv:9417", "deals-1004.csv:12",
        "event_amended", "P-2003", "Statement 2026-09", "Worked out again for this page: equal",
        'href="#events"', 'href="#rule"', 'id="money"', 'id="history"',
    ):  # fmt: skip
        assert words in page, words


def test_an_upline_s_why_names_no_account_sub_id_or_country(browser_of: Browsers) -> None:
    line = lines_page(current_release("larkspur"), "P-2001", calendar_id="month",
                      period_id="2026-10", narrow=LineFilter(level=2)).lines[0]  # fmt: skip
    page = _text(browser_of("mara"), f"/larkspur/P-2001/commissions/2026-10/{line.line_id}/")
    assert "a name made for you alone" in page
    assert "··" not in page
    assert ">ES" not in page
    assert "P-2003, direct" in page


def test_every_kind_of_line_has_its_why(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    for base, program, partner in ((AUREL, "larkspur", "P-2002"), (HALDEN, "tamarind", "P-3001")):
        release = current_release(program)
        seen = set()
        for period_id in ("2026-08", "2026-09", "2026-10"):
            lines = lines_page(release, partner, calendar_id="month", period_id=period_id,
                               narrow=LineFilter()).lines  # fmt: skip
            for line in lines:
                kind = (line.component_id, line.formula_code, line.state, line.symbol)
                if kind not in seen:
                    seen.add(kind)
                    page = _text(browser, f"{base}commissions/{period_id}/{line.line_id}/")
                    assert "Worked out again for this page: equal" in page, kind
        assert seen


def test_a_sale_in_another_currency_shows_rate_date_and_source(browser_of: Browsers) -> None:
    line = lines_page(current_release("larkspur"), "P-2004", calendar_id="month",
                      period_id="2026-10", narrow=LineFilter()).lines[-1]  # fmt: skip
    page = _text(browser_of("stranger"), f"/larkspur/P-2004/commissions/2026-10/{line.line_id}/")
    for words in ("1.0813", "5 October 2026", "ECB", "100.00 EUR were refunded"):
        assert words in page, words


def test_a_client_that_did_not_pay_has_its_reason(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    page = _text(browser, AUREL + "commissions/unpaid/")
    assert "1 min 34 s" in page
    assert "lots closed of at least 2.00" in page
    one = _text(browser, address("why_not"))
    assert "Not met" in one
    assert "Does it count? No" in one


def test_exports_hold_the_same_sums_and_no_formula(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    rows = _rows(browser, AUREL + "statements/month/2026-09/USD/entries.csv")
    page = _text(browser, AUREL + "statements/month/2026-09/USD/")
    total = sum(Decimal(row["amount"]) for row in rows)
    assert f"{total:,.2f}" in page
    assert all(re.fullmatch(r"-?\d+\.\d\d", row["amount"]) for row in rows)
    lines = _rows(browser, AUREL + "reports/lines.csv?from=2026-10-01&to=2026-10-31")
    answer = _text(browser, AUREL + "reports/?from=2026-10-01&to=2026-10-31")
    assert f"{sum(Decimal(row['amount']) for row in lines):,.2f}" in answer
    assert all(not row["symbol"].startswith(("=", "+", "-", "@")) for row in lines)


def test_a_member_of_several_partners_switches_in_the_header(browser_of: Browsers) -> None:
    page = _text(browser_of("nadia"), AUREL)
    assert 'href="/tamarind/P-3001/"' in page
    assert "Halden Reviews AS" in page
    assert "Halden" not in _text(browser_of_other("ola"), AUREL)


def browser_of_other(name: str) -> Client:
    """A browser of a person that already exists."""
    browser = Client()
    browser.force_login(User.objects.get(email=f"{name}@example.com"))
    return browser


def test_late_feeds_are_said_and_only_what_matters_is_missed(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    larkspur, tamarind = _text(browser, AUREL), _text(browser, HALDEN)
    assert "Clicks: no commission depends on them." in larkspur
    assert "are missing here" not in larkspur
    assert "Game activity after" in tamarind
    assert "4 h late" in tamarind


def test_without_a_release_the_page_says_so(
    browser_of: Browsers, settings: Any, tmp_path: Path
) -> None:
    browser = browser_of("nadia")
    settings.DATA_DIR = tmp_path
    response = browser.get(AUREL)
    assert response.status_code == 503
    assert "has published nothing that can be read" in response.content.decode()


def test_a_partner_without_anything_gets_empty_pages(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    partner = Partner.objects.get(partner_id="P-2004")
    partner.pk, partner.partner_id, partner.partner_code = None, "P-2099", "new"
    partner.save()
    user = User.objects.get(email="nadia@example.com")
    Membership.objects.create(user=user, program_id="larkspur", partner_id="P-2099", role="owner")
    for page in ("", "reports/", "commissions/", "commissions/unpaid/", "statements/",
                 "payments/"):  # fmt: skip
        assert 'class="blank"' in _text(browser, "/larkspur/P-2099/" + page), page


def test_payments_are_denied_to_marketing_with_who_can_help(browser_of: Browsers) -> None:
    response = browser_of("ola").get(AUREL + "payments/")
    assert response.status_code == 403
    assert "Nadia Ferrer can give you access" in response.content.decode()


def test_payments_show_each_state_the_masked_account_and_what_came_back(
    browser_of: Browsers,
) -> None:
    page = _text(browser_of("nadia"), AUREL + "payments/")
    for words in ("Returned", "Settled", "Sent", "ES·· 8842", "AC04", "0.89253837915", "3,570.15"):
        assert words in page, words
    assert "sealed" not in page


def test_available_is_cleared_less_what_is_reserved(browser_of: Browsers) -> None:
    page = _text(browser_of("nadia"), AUREL + "payments/")
    found = overview_get(current_release("larkspur"), "P-2002")
    assert found
    reserved = 400000 + 250000  # settled and on its way; the returned one ended
    available = Decimal(found.balance.cleared.minor - reserved) / 100
    assert f"{available:,.2f}" in page


@pytest.mark.parametrize("language", ["de", "ar"])
def test_pages_stand_in_other_languages(browser_of: Browsers, language: str) -> None:
    browser = browser_of("nadia")
    User.objects.filter(email="nadia@example.com").update(language=language)
    page = _text(browser, AUREL)
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in page
    _text(browser, f"{AUREL}commissions/2026-09/{_amended()}/")

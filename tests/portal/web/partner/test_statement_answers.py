"""A closed statement is accepted with its digest, or disputed in a case of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portal.audit.models import AuditEvent
from portal.claims.models import Case
from portal.partners.models import Partner
from portal.releases.money_out import around, money_out
from portal.releases.reader import current_release
from portal.releases.selectors.payments import standing_list
from portal.releases.selectors.statements import statement_get, statement_list, statement_one
from portal.statements.models import StatementAcceptance
from tests.portal.web.partner.conftest import AUREL

Browsers = Callable[[str], Client]
KEY = {"calendar_id": "month", "period_id": "2026-09", "currency_code": "USD"}
HERE = AUREL + "statements/month/2026-09/USD/"
DISPUTE = AUREL + "cases/statement/month/2026-09/USD/"


def digest() -> str:
    found = statement_one(current_release("larkspur"), "P-2002", **KEY)
    assert found is not None
    return found.digest


def test_a_statement_is_accepted_once_as_its_digest_says(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    assert "Accept the statement" in browser.get(HERE).content.decode()
    for _ in range(2):
        assert browser.post(HERE + "accept/", {"digest": digest()})["Location"] == HERE
    found = StatementAcceptance.objects.get()
    assert (found.digest, found.user.email) == (digest(), "nadia@example.com")
    page = browser.get(HERE).content.decode()
    assert "Accepted by" in page
    assert "Accept the statement" not in page
    assert AuditEvent.objects.filter(verb="statement accepted").count() == 1


def test_another_digest_than_the_one_seen_is_not_accepted(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    browser.post(HERE + "accept/", {"digest": "0" * 64})
    assert not StatementAcceptance.objects.exists()
    assert "read it again" in browser.get(HERE).content.decode()


def test_a_dispute_is_a_case_with_the_statement_as_its_subject(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    assert "Dispute a statement" in browser.get(DISPUTE).content.decode()
    assert browser.post(DISPUTE, {"text": ""}).status_code == 422
    answer = browser.post(DISPUTE, {"text": "Two days are missing."})
    case = Case.objects.get()
    assert answer["Location"].endswith(f"/cases/{case.case_id}/")
    assert (case.kind, case.subject["digest"]) == ("statement", digest())
    shown = browser.get(answer["Location"]).content.decode()
    assert "Statement of 1–30 September 2026" in shown
    assert HERE in shown
    page = browser.get(HERE).content.decode()
    assert "A case about it is open" in page
    assert "Accept the statement" not in page
    assert browser.post(DISPUTE, {"text": "Again."}).status_code == 422
    assert Case.objects.count() == 1
    assert "Statement of" in browser.get(AUREL + "cases/").content.decode()


@pytest.mark.parametrize("path", [
    "statements/month/2026-01/USD/accept/", "statements/month/2026-09/EUR/accept/",
    "cases/statement/month/2026-01/USD/", "cases/statement/week/2026-09/USD/",
])  # fmt: skip
def test_what_the_partner_has_not_does_not_exist(browser_of: Browsers, path: str) -> None:
    assert browser_of("nadia").post(AUREL + path, {"text": "x", "digest": "x"}).status_code == 404


def test_strangers_find_nothing_and_get_is_no_deed(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    assert browser.get(HERE + "accept/").status_code == 405
    assert browser.post(HERE.replace("P-2002", "P-2001") + "accept/").status_code == 404
    assert browser.get(DISPUTE.replace("P-2002", "P-2001")).status_code == 404


def test_a_statement_says_what_was_left_before_it_what_was_paid_and_what_it_leaves(
    browser_of: Browsers,
) -> None:
    browser_of("nadia")
    partner = Partner.objects.get(program_id="larkspur", partner_id="P-2002")
    release = current_release("larkspur")
    pages = [
        found
        for one in reversed(statement_list(release, "P-2002"))
        if one.total.currency_code == "USD"
        and (found := statement_get(release, "P-2002", calendar_id=one.calendar_id,
                                    period_id=one.period_id, currency_code="USD"))
    ]  # fmt: skip
    left = [around(partner, page) for page in pages]
    assert len(left) > 1
    assert left[0].opening.minor == 0
    for page, found, following in zip(pages, left, [*left[1:], None], strict=True):
        paid = sum(p.reservation.amount_minor for p in found.payments)
        assert found.closing.minor == found.opening.minor - paid + page.statement.total.minor
        if following:
            assert following.opening == found.closing, "nothing is lost between two statements"
    out = money_out(partner, "USD")
    frozen_later = out.reserved_minor - sum(
        p.reservation.amount_minor for found in left for p in found.payments
    )
    (standing,) = [s for s in standing_list(release, "P-2002") if s.currency_code == "USD"]
    assert left[-1].closing.minor - frozen_later == standing.balance.booked.minor - (
        out.reserved_minor
    )


def test_the_page_of_a_statement_shows_it(browser_of: Browsers) -> None:
    page = browser_of("nadia").get(HERE).content.decode()
    assert "Your balance around it" in page
    assert "Booked by this statement" in page

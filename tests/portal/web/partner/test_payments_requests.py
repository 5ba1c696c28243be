"""Requests and invoices on the page Payments, and their desk on the staff side."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts.models import User
from portal.accounts.services import person_create, role_grant
from portal.partners.models import Partner
from portal.payouts.models import Invoice, PayoutRequest, PayoutSchedule
from tests.fixtures.release_people import PASSWORD
from tests.portal.payouts.test_invoices import PDF
from tests.portal.web.partner.pages import AUREL
from tests.portal.web.partner.test_payments_method import with_code

Browsers = Callable[[str], Client]
PAGE = AUREL + "payments/"
ASK = PAGE + "request/?currency=USD"
SEND = PAGE + "invoice/"


def text_of(browser: Client, path: str = PAGE) -> str:
    return browser.get(path).content.decode()


def invoice(**more: object) -> dict[str, object]:
    return {
        "statement": "month/2026-09/USD",
        "number": "2026-9",
        "issued_on": "2026-10-02",
        "amount": "12.50",
        "upload": SimpleUploadedFile("invoice.pdf", PDF),
    } | more


def staff(role: str) -> Client:
    user = person_create(f"{role}@example.com", role.title(), PASSWORD)
    role_grant(user, "larkspur", role)
    browser = Client()
    browser.force_login(user)
    return with_code(browser, role)


def test_a_payment_is_asked_for_after_a_fresh_code_and_cancelled_again(
    browser_of: Browsers,
) -> None:
    browser = browser_of("nadia")
    assert "Request payment" in text_of(browser)
    first = browser.get(ASK)
    assert (first.status_code, first["Location"].partition("?")[0]) == (302, "/account/step-up")
    with_code(browser)
    assert "are available" in text_of(browser, ASK)
    assert browser.post(ASK, {"amount": "150.00"})["Location"] == PAGE
    request = PayoutRequest.objects.get()
    assert (request.amount_minor, request.state) == (15_000, "requested")
    page = text_of(browser)
    assert request.request_id in page
    assert "Request payment" not in page  # one open request a balance
    browser.post(PAGE + "request/cancel/", {"request": request.request_id})
    request.refresh_from_db()
    assert request.state == "cancelled"


def test_more_than_is_available_is_refused_in_words(browser_of: Browsers) -> None:
    answer = with_code(browser_of("nadia")).post(ASK, {"amount": "99999999.00"})
    assert answer.status_code == 422
    assert "are available: ask for that or less" in answer.content.decode()
    assert not PayoutRequest.objects.exists()


@pytest.mark.parametrize("amount", ["", "much", "1.001", "1e3000", "NaN"])
def test_what_is_no_amount_is_refused(browser_of: Browsers, amount: str) -> None:
    assert with_code(browser_of("nadia")).post(ASK, {"amount": amount}).status_code == 422


def test_an_amount_is_read_as_the_persons_language_writes_it(browser_of: Browsers) -> None:
    browser = with_code(browser_of("nadia"))
    User.objects.filter(email="nadia@example.com").update(language="de")
    browser.post(ASK, {"amount": "150,25"})
    assert PayoutRequest.objects.get().amount_minor == 15_025


def test_marketing_and_strangers_ask_for_nothing(browser_of: Browsers) -> None:
    ola, stranger = with_code(browser_of("ola"), "ola"), browser_of("stranger")
    for path in (ASK, PAGE + "request/cancel/", PAGE + "schedule/", SEND):
        assert ola.post(path).status_code == 403
        assert stranger.post(path).status_code == 404


def test_a_currency_without_a_balance_is_not_there(browser_of: Browsers) -> None:
    path = PAGE + "request/?currency=XXX"
    assert with_code(browser_of("nadia")).get(path).status_code == 404


def test_an_owner_chooses_to_be_paid_on_request_alone(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    browser.post(PAGE + "schedule/", {"pays": "on_request"})
    assert PayoutSchedule.objects.get().pays == "on_request"
    assert "only when we ask" in text_of(browser)
    browser.post(PAGE + "schedule/", {"pays": "daily"})
    assert PayoutSchedule.objects.get().pays == "on_request"


def test_an_invoice_is_sent_read_and_refused_with_a_reason(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    answer = browser.post(SEND, invoice())
    assert answer.status_code == 302, answer.content.decode()
    sent = Invoice.objects.get()
    assert (sent.state, sent.amount_minor) == ("received", 1_250)
    file = browser.get(f"{SEND}{sent.pk}/")
    assert b"".join(file.streaming_content) == PDF  # type: ignore[attr-defined]
    assert "attachment" in file["Content-Disposition"]
    clara = staff("finance_maker")
    desk = clara.get("/staff/larkspur/invoices/").content.decode()
    assert "2026-9" in desk
    assert "differs" in desk
    clara.post(f"/staff/larkspur/invoices/{sent.pk}/decide", {"deed": "refuse", "reason": ""})
    assert Invoice.objects.get().state == "received"
    clara.post(
        f"/staff/larkspur/invoices/{sent.pk}/decide",
        {"deed": "refuse", "reason": "The VAT id is missing"},
    )
    page = text_of(browser)
    assert "Refused" in page
    assert "The VAT id is missing" in page


def test_an_invoice_is_withdrawn_until_it_is_decided(browser_of: Browsers) -> None:
    browser = browser_of("nadia")
    browser.post(SEND, invoice())
    number = Invoice.objects.get().pk
    browser.post(f"{SEND}{number}/withdraw/")
    assert Invoice.objects.get().state == "withdrawn"


@pytest.mark.parametrize(
    "change",
    [
        {"statement": "month/2026-01/USD"},
        {"number": "<b>"},
        {"amount": "0"},
        {"issued_on": "2030-01-01"},
        {"upload": SimpleUploadedFile("invoice.pdf", b"<script>alert(1)</script>")},
    ],
)
def test_a_bad_invoice_is_refused(browser_of: Browsers, change: dict[str, object]) -> None:
    assert browser_of("nadia").post(SEND, invoice(**change)).status_code == 422
    assert not Invoice.objects.exists()


def test_anothers_invoice_is_not_there(browser_of: Browsers) -> None:
    nadia = browser_of("nadia")
    nadia.post(SEND, invoice())
    number = Invoice.objects.get().pk
    own = "/larkspur/P-2003/payments/invoice/"
    sofie = Client()
    sofie.force_login(User.objects.get(email="sofie@example.com"))
    assert sofie.get(f"{own}{number}/").status_code == 404
    assert sofie.post(f"{own}{number}/withdraw/").status_code == 404
    assert Partner.objects.filter(partner_id="P-2003").exists()


def test_an_analyst_of_the_program_does_not_see_invoices(browser_of: Browsers) -> None:
    browser_of("nadia")
    assert staff("analyst").get("/staff/larkspur/invoices/").status_code == 403

"""The payout review page: works, colleague, wrong role 403, stranger 404, bad id, wrong method."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from portal.accounts.models import UsedTimeStep, User
from portal.accounts.services import totp_code_now
from portal.audit.models import AuditEvent
from portal.payouts.models import ApprovalToken, PayoutBatch
from portal.payouts.services import batch_submit
from portal.web.staff import sentences
from tests.portal.payouts.world import IBANS, OPERATOR, decide
from tests.portal.web.staff.conftest import Staff

PAGE = "/staff/larkspur/payouts/2026-12-04/"


def post_mint(browser: Client, user: User, batch: PayoutBatch, **fields: str) -> object:
    UsedTimeStep.objects.filter(user=user).delete()
    asked = {"verb": "submit", "digest": batch.digest, "code": totp_code_now(user)}
    return browser.post(PAGE + "token", {**asked, **fields})


def test_the_page_shows_the_batch_in_full(batch: PayoutBatch, staff: Staff) -> None:
    _user, browser = staff("clara", "finance_maker")
    page = browser.get(PAGE)
    text = page.content.decode()
    assert page.status_code == 200
    assert batch.digest[:8] in text
    for shown in ("300.00", "88.94", "177.89", "7 of 7 checks hold", "Below its threshold"):
        assert shown in text, shown
    for payment in batch.payments.all():
        assert payment.end_to_end_id in text


def test_that_the_page_was_read_is_in_the_audit(batch: PayoutBatch, staff: Staff) -> None:
    user, browser = staff("clara", "finance_maker")
    browser.get(PAGE)
    assert AuditEvent.objects.get(verb="batch read").who == user


@pytest.mark.parametrize("role", ["finance_checker", "manager", "compliance", "administrator"])
def test_a_colleague_who_reads_payouts_sees_it_too(
    batch: PayoutBatch, staff: Staff, role: str
) -> None:
    assert staff("priya", role)[1].get(PAGE).status_code == 200


def test_an_analyst_is_told_which_roles_it_takes(batch: PayoutBatch, staff: Staff) -> None:
    answer = staff("ana", "analyst")[1].get(PAGE)
    assert answer.status_code == 403
    assert "Finance" in answer.content.decode()


def test_staff_of_another_program_and_partners_find_nothing(
    batch: PayoutBatch, staff: Staff, partner_person: Client
) -> None:
    stranger = staff("ines", "finance_checker", "tamarind")[1]
    for browser in (stranger, partner_person):
        for path in (PAGE, PAGE + "all.csv", "/staff/larkspur/payouts/"):
            assert browser.get(path).status_code == 404, path
        assert browser.post(PAGE + "token", {}).status_code == 404


def test_nobody_sees_it_without_signing_in(batch: PayoutBatch) -> None:
    answer = Client().get(PAGE)
    assert (answer.status_code, "/account/login" in answer["Location"]) == (302, True)


def test_a_day_without_a_batch_is_missing(batch: PayoutBatch, staff: Staff) -> None:
    browser = staff("clara", "finance_maker")[1]
    assert browser.get("/staff/larkspur/payouts/2026-12-05/").status_code == 404


def test_wrong_methods_are_refused(batch: PayoutBatch, staff: Staff) -> None:
    browser = staff("clara", "finance_maker")[1]
    assert browser.post(PAGE).status_code == 405
    assert browser.get(PAGE + "token").status_code == 405


def test_the_list_leads_to_the_batch(batch: PayoutBatch, staff: Staff) -> None:
    page = staff("clara", "finance_maker")[1].get("/staff/larkspur/payouts/").content.decode()
    assert f'href="{PAGE}"' in page


def test_a_token_is_shown_once_with_the_config_to_paste_and_it_works(
    batch: PayoutBatch, staff: Staff
) -> None:
    user, browser = staff("clara", "finance_maker")
    page = post_mint(browser, user, batch)
    text = page.context["token"]["text"]  # type: ignore[attr-defined]
    shown = page.content.decode()  # type: ignore[attr-defined]
    assert "  submit_batch:" in shown
    assert text in shown
    assert text not in browser.get(PAGE).content.decode()
    batch_submit(person=user, batch_id=batch.batch_id, digest=batch.digest, token=text)
    batch.refresh_from_db()
    assert batch.state == "submitted"


def test_a_wrong_code_mints_nothing_and_says_so(batch: PayoutBatch, staff: Staff) -> None:
    user, browser = staff("clara", "finance_maker")
    answer = post_mint(browser, user, batch, code="000000")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert not ApprovalToken.objects.exists()


def test_a_maker_can_not_mint_for_approving_and_a_checker_not_its_own_batch(
    batch: PayoutBatch, staff: Staff
) -> None:
    maker, browser = staff("clara", "finance_maker")
    decide(maker, "submit", batch)
    batch.refresh_from_db()
    answer = post_mint(browser, maker, batch, verb="approve")
    assert answer.status_code == 403  # type: ignore[attr-defined]
    assert AuditEvent.objects.filter(verb="approve refused").exists()
    assert ApprovalToken.objects.filter(verb="approve").count() == 0


def test_a_batch_that_changed_since_the_page_was_opened_mints_nothing(
    batch: PayoutBatch, staff: Staff
) -> None:
    user, browser = staff("clara", "finance_maker")
    answer = post_mint(browser, user, batch, digest="0" * 64)
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert not ApprovalToken.objects.exists()


def test_a_token_can_be_withdrawn_by_its_person_only(batch: PayoutBatch, staff: Staff) -> None:
    user, browser = staff("clara", "finance_maker")
    post_mint(browser, user, batch)
    token = ApprovalToken.objects.get()
    _other, colleague = staff("carl", "finance_maker")
    colleague.post(PAGE + "withdraw", {"token": token.pk})
    token.refresh_from_db()
    assert token.withdrawn_at is None
    browser.post(PAGE + "withdraw", {"token": token.pk})
    token.refresh_from_db()
    assert token.withdrawn_at is not None


def test_signing_out_voids_what_was_minted(batch: PayoutBatch, staff: Staff) -> None:
    user, browser = staff("clara", "finance_maker")
    post_mint(browser, user, batch)
    browser.post("/account/logout/")
    assert ApprovalToken.objects.get().withdrawn_at is not None


def test_everything_can_be_downloaded_and_no_cell_starts_a_formula(
    batch: PayoutBatch, staff: Staff
) -> None:
    partner = batch.payments.get(partner__partner_id="P-2042").partner
    partner.name = "=HYPERLINK(1)"
    partner.save()
    answer = staff("clara", "finance_maker")[1].get(PAGE + "all.csv")
    rows = answer.content.decode().splitlines()
    assert len(rows) == 1 + 2 + 1
    assert "'=HYPERLINK(1)" in rows[1] + rows[2]


def test_the_evidence_names_digest_files_and_who_did_what(batch: PayoutBatch, staff: Staff) -> None:
    browser = staff("clara", "finance_maker")[1]
    found = browser.get(PAGE + "evidence.json").json()
    assert found["batch"]["digest"] == batch.digest
    assert len(found["batch"]["payments"]) == 2
    assert {event["did"] for event in found["audit"]} >= {"batch frozen"}
    assert IBANS["NL"] not in str(found)
    assert staff("ana", "analyst")[1].get(PAGE + "evidence.json").status_code == 403


def test_a_changed_bank_detail_is_said_on_the_page(batch: PayoutBatch, staff: Staff) -> None:
    from portal.payouts.services import method_set
    from tests.portal.payouts.world import IBANS

    partner = batch.payments.get(partner__partner_id="P-2042").partner
    method_set(by=OPERATOR, partner=partner, kind="sepa", account=IBANS["ES"], holder_name="X")
    text = staff("clara", "finance_maker")[1].get(PAGE).content.decode()
    assert "is not what was frozen any more" in text
    assert "hold this payment first" in text


def test_a_fall_has_one_sign_on_the_left_of_its_number_in_every_language() -> None:
    before = {"currency_code": "USD", "change_minor": -150_000, "percent": "-37.5",
              "amount_minor": 400_000, "count": 1}  # fmt: skip
    for language, mark in (("en", ""), ("ar", "\u200e")):
        with translation.override(language):
            told = sentences.delta(before)
            assert told
            assert (told["change"], told["percent"]) == (f"{mark}−1,500.00", f"{mark}−37.5%")
            assert sentences.signed("5.3") == f"{mark}+5.3"


@pytest.mark.parametrize(
    ("language", "sum_of_all", "of_one"),
    [("en", "+14.8%", "−5.4"), ("de", "+14,8\u00a0%", "−5,4")],
)
def test_a_change_in_per_cent_is_said_in_the_page_s_language(
    language: str, sum_of_all: str, of_one: str
) -> None:
    """Regression: German pages said +14.8%."""
    before = {"currency_code": "USD", "change_minor": 1, "percent": "14.8", "amount_minor": 1,
              "count": 1}  # fmt: skip
    with translation.override(language):
        told = sentences.delta(before)
        assert told is not None
        assert (told["percent"], sentences.signed("-5.4")) == (sum_of_all, of_one)

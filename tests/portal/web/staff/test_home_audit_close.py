"""Today, the audit, and closing by hand: who sees what."""

from __future__ import annotations

from django.test import Client

from portal.accounts.models import UsedTimeStep
from portal.accounts.services import totp_code_now
from portal.payouts.models import ApprovalToken, PayoutBatch
from portal.payouts.services import close_token_use
from tests.portal.web.staff.conftest import Staff


def test_today_lists_what_waits_in_the_persons_programs_only(
    batch: PayoutBatch, staff: Staff, partner_person: Client
) -> None:
    page = staff("clara", "finance_maker")[1].get("/staff/").content.decode()
    assert "/staff/larkspur/payouts/2026-12-04/" in page
    other = staff("sam", "finance_maker", "tamarind")[1].get("/staff/").content.decode()
    assert ("Tamarind" in other, "larkspur" in other) == (True, False)
    analyst = staff("ana", "analyst")[1].get("/staff/").content.decode()
    assert "/payouts/2026-12-04/" not in analyst
    assert partner_person.get("/staff/").status_code == 404


def test_the_audit_shows_events_of_the_program_and_is_searched(
    batch: PayoutBatch, staff: Staff
) -> None:
    browser = staff("priya", "finance_checker")[1]
    page = browser.get("/staff/larkspur/audit/").content.decode()
    assert "<td>batch frozen</td>" in page
    assert "tamarind" not in page
    assert (
        "<td>batch frozen</td>"
        not in browser.get("/staff/larkspur/audit/?q=nobody").content.decode()
    )
    assert (
        "<td>batch frozen</td>"
        in browser.get("/staff/larkspur/audit/?q=2026-12-04").content.decode()
    )
    assert browser.get("/staff/larkspur/audit/?before=x").status_code == 200
    assert browser.post("/staff/larkspur/audit/").status_code == 405


def test_makers_are_refused_the_audit_and_strangers_find_nothing(
    batch: PayoutBatch, staff: Staff, partner_person: Client
) -> None:
    assert staff("clara", "finance_maker")[1].get("/staff/larkspur/audit/").status_code == 403
    stranger = staff("sam", "administrator", "tamarind")[1]
    for browser in (stranger, partner_person):
        assert browser.get("/staff/larkspur/audit/").status_code == 404
        assert browser.get("/staff/larkspur/close/").status_code == 404


def test_a_token_for_closing_is_minted_and_works(batch: PayoutBatch, staff: Staff) -> None:
    user, browser = staff("clara", "finance_maker")
    assert "2025-09" in browser.get("/staff/larkspur/close/").content.decode()
    wrong = browser.post("/staff/larkspur/close/", {"calendar": "month", "code": "000000"})
    assert (wrong.status_code, ApprovalToken.objects.exists()) == (422, False)
    UsedTimeStep.objects.filter(user=user).delete()
    asked = {"calendar": "month", "code": totp_code_now(user)}
    page = browser.post("/staff/larkspur/close/", asked)
    assert "close_one_period:" in page.content.decode()
    text = page.context["token"]["text"]
    close_token_use(person=user, subject="larkspur/month/2025-09", text=text)


def test_a_manager_closes_nothing(batch: PayoutBatch, staff: Staff) -> None:
    assert staff("marek", "manager")[1].get("/staff/larkspur/close/").status_code == 403


def test_the_navigation_lists_only_what_the_role_opens(batch: PayoutBatch, staff: Staff) -> None:
    _user, analyst = staff("oskar", "analyst")
    page = analyst.get("/staff/").content.decode()
    assert "/staff/larkspur/payouts/" not in page
    assert "/staff/larkspur/audit/" not in page
    _user, checker = staff("priya", "finance_checker")
    page = checker.get("/staff/").content.decode()
    assert "/staff/larkspur/payouts/" in page
    assert "/staff/larkspur/audit/" in page

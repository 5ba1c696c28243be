"""Applications are decided with a reason; cases are answered, and end in words or an adjustment."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portal import clock
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.claims.models import Case
from portal.claims.services import claim_open
from portal.onboarding.models import Application
from portal.onboarding.services import policy_set
from portal.partners.models import Partner, Program
from portal.payouts.models import PayoutBatch
from tests.portal.payouts.world import OPERATOR
from tests.portal.web.staff.conftest import Staff

APPLICATIONS = "/staff/larkspur/applications/"
CASES = "/staff/larkspur/cases/"


@pytest.fixture
def applied(batch: PayoutBatch, person: Callable[..., User]) -> Application:
    return Application.objects.create(
        program_id="larkspur", application_id="AP-1", state="submitted", kind="company",
        name="Fjord Review AS", contact_name="Liv", email="liv@example.com", country="NO",
        user=person("liv"), begun_at=clock.now(), verified_at=clock.now(),
        submitted_at=clock.now(),
    )  # fmt: skip


@pytest.fixture
def claimed(batch: PayoutBatch, person: Callable[..., User]) -> Case:
    partner = Partner.objects.get(program_id="larkspur", partner_id="P-2041")
    nadia = person("nadia", partners={("larkspur", "P-2041"): "owner"})
    return claim_open(by=nadia, partner=partner, click_id="c-1", text="Where is it?")


def test_an_admitted_applicant_is_a_partner(staff: Staff, applied: Application) -> None:
    program = Program.objects.get(pk="larkspur")
    policy_set(by=OPERATOR, program=program, plans=["ib_standard"],
                          is_open=True, plan_id="ib_standard",
               landing_url="https://larkspur.example/start")  # fmt: skip
    browser = staff("maya", "manager")[1]
    assert "Fjord Review AS" in browser.get(APPLICATIONS).content.decode()
    browser.post(APPLICATIONS + "AP-1/decide", {"deed": "approve", "reason": "Good site"})
    applied.refresh_from_db()
    assert (applied.state, applied.reason) == ("approved", "Good site")
    assert applied.partner is not None
    assert applied.partner.name == "Fjord Review AS"


def test_nothing_is_decided_without_a_reason(staff: Staff, applied: Application) -> None:
    browser = staff("maya", "manager")[1]
    browser.post(APPLICATIONS + "AP-1/decide", {"deed": "refuse", "reason": " "})
    applied.refresh_from_db()
    assert applied.state == "submitted"


def test_reading_an_application_is_in_the_audit(staff: Staff, applied: Application) -> None:
    maya, browser = staff("maya", "manager")
    assert "liv@example.com" in browser.get(APPLICATIONS + "AP-1/").content.decode()
    assert AuditEvent.objects.filter(verb="application read", who=maya).count() == 1


def test_an_answer_is_the_partner_s_turn_and_an_explanation_ends_it(
    staff: Staff, claimed: Case
) -> None:
    browser = staff("maya", "manager")[1]
    page = CASES + f"{claimed.case_id}/"
    assert "Where is it?" in browser.get(page).content.decode()
    browser.post(page + "answer", {"text": "We look into it"})
    claimed.refresh_from_db()
    assert claimed.state == "answered"
    browser.post(page + "answer", {"text": "No such click", "outcome": "explained"})
    claimed.refresh_from_db()
    assert (claimed.state, claimed.outcome_text) == ("settled", "No such click")


def test_an_adjustment_that_is_not_there_ends_nothing(staff: Staff, claimed: Case) -> None:
    browser = staff("maya", "manager")[1]
    asked = {"text": "Paid", "outcome": "adjusted", "adjustment_id": "A-9"}
    answer = browser.post(CASES + f"{claimed.case_id}/answer", asked, follow=True)
    claimed.refresh_from_db()
    assert claimed.state == "opened"
    assert "name an adjustment of this partner" in answer.content.decode()


def test_a_case_leads_to_the_adjustment_it_may_end_with(staff: Staff, claimed: Case) -> None:
    text = staff("maya", "manager")[1].get(CASES + f"{claimed.case_id}/").content.decode()
    assert f"evidence={claimed.case_id}" in text


@pytest.mark.parametrize("page", [APPLICATIONS, CASES])
def test_others_do_not_read(staff: Staff, partner_person: Client, page: str,
                            batch: PayoutBatch) -> None:  # fmt: skip
    assert staff("anna", "analyst")[1].get(page).status_code == 403
    assert staff("tom", "manager", "tamarind")[1].get(page).status_code == 404
    assert partner_person.get(page).status_code == 404
    assert staff("maya", "manager")[1].post(page).status_code == 405


@pytest.mark.parametrize("page", [APPLICATIONS + "AP-9/", CASES + "C-9/"])
def test_what_is_not_there_is_not_found(staff: Staff, page: str, batch: PayoutBatch) -> None:
    assert staff("maya", "manager")[1].get(page).status_code == 404

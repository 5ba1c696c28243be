"""Adjustments: one person proposes, another approves; nobody both."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from portal.accounts.services import role_grant
from portal.deals.services import deal_create
from portal.payouts.models import PayoutBatch
from portal.statements.models import ManualAdjustment
from tests.portal.payouts.world import OPERATOR
from tests.portal.web.staff.conftest import Staff

PAGE = "/staff/larkspur/adjustments/"
ASKED = {
    "deal_id": "D-101",
    "amount": "-125.50",
    "origin_period_id": "2026-10",
    "reason": "Bonus counted twice",
    "evidence": "Ticket 4411",
}


@pytest.fixture(autouse=True)
def _deal(batch: PayoutBatch) -> None:
    deal_create(
        by=OPERATOR,
        program_id="larkspur",
        partner_id="P-2041",
        plan_id="ib_standard",
        valid_from=date(2025, 9, 1),
    )


def test_what_one_person_proposed_another_approves(staff: Staff) -> None:
    clara, browser = staff("clara", "finance_maker")
    assert "A-1" in browser.post(PAGE + "propose", ASKED, follow=True).content.decode()
    made = ManualAdjustment.objects.get()
    assert (made.amount_minor, made.currency_code, made.author) == (-12_550, "USD", clara)
    daniel, other = staff("daniel", "finance_checker")
    other.post(PAGE + "A-1/decide", {"deed": "approve"})
    made.refresh_from_db()
    assert made.approved_by == daniel


def test_nobody_approves_an_own_one_whatever_the_roles(staff: Staff) -> None:
    clara, browser = staff("clara", "finance_maker")
    role_grant(clara, "larkspur", "finance_checker")
    browser.post(PAGE + "propose", ASKED)
    answer = browser.post(PAGE + "A-1/decide", {"deed": "approve"})
    assert answer.status_code == 403
    assert ManualAdjustment.objects.get().approved_by is None
    assert "another person decides" in browser.get(PAGE).content.decode()


def test_a_refused_one_stays_refused(staff: Staff) -> None:
    staff("clara", "finance_maker")[1].post(PAGE + "propose", ASKED)
    browser = staff("daniel", "finance_checker")[1]
    browser.post(PAGE + "A-1/decide", {"deed": "refuse"})
    browser.post(PAGE + "A-1/decide", {"deed": "approve"})
    made = ManualAdjustment.objects.get()
    assert (made.refused_by is not None, made.approved_by) == (True, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "1.005"},
        {"amount": "0"},
        {"amount": "ten"},
        {"deal_id": "D-999"},
        {"origin_period_id": "October"},
        {"reason": ""},
        {"evidence": ""},
    ],
)
def test_a_wrong_proposal_is_shown_again_and_not_kept(staff: Staff, wrong: dict[str, str]) -> None:
    answer = staff("clara", "finance_maker")[1].post(PAGE + "propose", {**ASKED, **wrong})
    assert (answer.status_code, ManualAdjustment.objects.exists()) == (422, False)


def test_roles_strangers_bad_ids_and_methods(staff: Staff, partner_person: Client) -> None:
    staff("clara", "finance_maker")[1].post(PAGE + "propose", ASKED)
    manager = staff("marek", "manager")[1]
    assert manager.get(PAGE).status_code == 200
    assert manager.post(PAGE + "A-1/decide", {"deed": "approve"}).status_code == 403
    assert staff("ines", "compliance")[1].get(PAGE).status_code == 403
    stranger = staff("sam", "finance_checker", "tamarind")[1]
    for browser in (stranger, partner_person):
        assert browser.get(PAGE).status_code == 404
        assert browser.post(PAGE + "A-1/decide", {"deed": "approve"}).status_code == 404
    assert stranger.post("/staff/tamarind/adjustments/A-1/decide", {}).status_code == 404
    checker = staff("daniel", "finance_checker")[1]
    assert checker.post(PAGE + "A-9/decide", {"deed": "approve"}).status_code == 404
    assert checker.get(PAGE + "A-1/decide").status_code == 405


def test_a_case_fills_the_form_in(staff: Staff) -> None:
    asked = "?deal_id=D-101&origin_period_id=2026-10&evidence=C-1001&amount=9"
    text = staff("clara", "finance_maker")[1].get(PAGE + asked).content.decode()
    assert 'value="D-101"' in text
    assert "C-1001" in text
    assert 'value="9"' not in text

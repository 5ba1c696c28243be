"""Administrators give and take roles: one proposes, another decides, the audit knows both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from portal.accounts.models import ProgramRole, User
from portal.audit.models import AuditEvent
from portal.onboarding.models import RoleProposal
from portal.payouts.models import PayoutBatch
from tests.portal.web.staff.conftest import Staff

HERE = "/staff/larkspur/roles/"
WISH = {"email": "nina@operator.example", "name": "Nina", "role": "analyst", "reason": "joins"}


@pytest.fixture
def adele(staff: Staff, batch: PayoutBatch) -> Client:
    return staff("adele", "administrator")[1]


@pytest.fixture
def bruno(staff: Staff, adele: Client) -> Client:
    return staff("bruno", "administrator")[1]


def propose(browser: Client, **more: str) -> Any:
    return browser.post(HERE + "propose", WISH | more)


def decide(browser: Client, deed: str, reason: str = "", no: int = 1) -> Any:
    return browser.post(f"{HERE}RP-{no}/decide", {"deed": deed, "reason": reason})


def roles(email: str) -> list[str]:
    return sorted(ProgramRole.objects.filter(user__email=email).values_list("role", flat=True))


def test_a_new_person_comes_in_when_another_administrator_approves(
    adele: Client, bruno: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    assert propose(adele)["Location"] == HERE
    assert "Nina gets the role Analyst" in bruno.get(HERE).content.decode()
    assert not User.objects.filter(email=WISH["email"]).exists()
    with django_capture_on_commit_callbacks(execute=True):
        decide(bruno, "approve")
    assert roles(WISH["email"]) == ["analyst"]
    told = mail.outbox[-1]
    assert told.to == [WISH["email"]]
    assert "/account/password/reset/" in told.body
    granted = AuditEvent.objects.get(verb="role granted", program_id="larkspur",
                                     details__role="analyst")  # fmt: skip
    assert granted.who_name == "bruno@example.com"
    verbs = AuditEvent.objects.filter(object_kind="role_proposal").values_list("verb", "who_name")
    assert sorted(verbs) == [("role proposal approved", "bruno@example.com"),
                             ("role proposed", "adele@example.com")]  # fmt: skip


def test_nobody_decides_its_own(adele: Client, bruno: Client) -> None:
    propose(adele)
    decide(adele, "approve")
    assert RoleProposal.objects.get().state == "proposed"
    assert roles(WISH["email"]) == []
    assert "Take it back" in adele.get(HERE).content.decode()
    decide(adele, "withdraw")
    assert RoleProposal.objects.get().state == "withdrawn"
    decide(bruno, "approve")
    assert roles(WISH["email"]) == []


def test_nobody_decides_about_itself(adele: Client, bruno: Client) -> None:
    propose(adele, email="bruno@example.com", role="finance_checker")
    assert "It is about you" in bruno.get(HERE).content.decode()
    decide(bruno, "approve")
    assert roles("bruno@example.com") == ["administrator"]


def test_a_role_is_taken_away_by_two(adele: Client, bruno: Client, staff: Staff) -> None:
    staff("olga", "manager")
    asked = {"deed": "revoke", "email": "olga@example.com", "role": "manager", "reason": "left"}
    adele.post(HERE + "propose", asked)
    assert roles("olga@example.com") == ["manager"]
    decide(bruno, "approve")
    assert roles("olga@example.com") == []


def test_who_is_alone_reads_how_a_second_one_is_made(adele: Client, staff: Staff) -> None:
    assert "openbook person role … larkspur administrator" in adele.get(HERE).content.decode()
    staff("bruno", "administrator")
    assert "openbook person role" not in adele.get(HERE).content.decode()


def test_the_last_administrator_stays(adele: Client) -> None:
    asked = {"deed": "revoke", "email": "adele@example.com", "role": "administrator",
             "reason": "x"}  # fmt: skip
    adele.post(HERE + "propose", asked)
    assert not RoleProposal.objects.exists()
    assert "The last administrator stays" in adele.get(HERE).content.decode()


def test_approving_asks_for_a_fresh_second_factor(
    adele: Client, bruno: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    propose(adele)
    monkeypatch.setattr("portal.web.staff.roles.second_factor_is_fresh", lambda *_: False)
    assert "/step-up" in decide(bruno, "approve")["Location"].replace("step_up", "step-up")
    assert roles(WISH["email"]) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": "adele@example.com", "role": "administrator"}, "has this role already"),
        ({"name": ""}, "write the name as well"),
        ({"reason": ""}, "required"),
        ({"role": "king"}, "Select a valid choice"),
        ({"email": "nobody"}, "valid email"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_the_form(
    adele: Client, change: dict[str, str], words: str
) -> None:
    answer = propose(adele, **change)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not RoleProposal.objects.exists()


def test_partners_people_get_no_role(adele: Client, partner_person: Client) -> None:
    answer = propose(adele, email="nadia@example.com")
    assert (answer.status_code, RoleProposal.objects.count()) == (422, 0)


def test_a_refusal_says_why(adele: Client, bruno: Client) -> None:
    propose(adele)
    decide(bruno, "refuse")
    assert RoleProposal.objects.get().state == "proposed"
    decide(bruno, "refuse", "no budget")
    assert (RoleProposal.objects.get().state, roles(WISH["email"])) == ("refused", [])
    assert "no budget" in adele.get(HERE).content.decode()


def test_others_see_who_may_and_strangers_nothing(
    adele: Client, staff: Staff, partner_person: Client
) -> None:
    manager = staff("marek", "manager")[1]
    assert manager.get(HERE).status_code == 403
    assert propose(manager).status_code == 403
    assert partner_person.get(HERE).status_code == 404
    elsewhere = staff("tessa", "administrator", "tamarind")[1]
    assert elsewhere.get(HERE).status_code == 404
    propose(adele)
    assert elsewhere.post("/staff/tamarind/roles/RP-1/decide", {"deed": "approve"}
                          ).status_code == 404  # fmt: skip
    assert adele.post(HERE + "RP-9/decide", {"deed": "approve"}).status_code == 404
    assert adele.get(HERE + "propose").status_code == 405

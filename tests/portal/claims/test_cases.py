"""Cases: four eyes on an adjustment, ends that stay ends, notices to whom it concerns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.claims.models import Case
from portal.claims.selectors import cases_for_user
from portal.claims.services import case_settle, case_withdraw, case_write, claim_open, dispute_open
from portal.deals.services import deal_create
from portal.notices.models import Notice
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.partners.services import partner_create, program_create
from portal.statements.services import adjustment_decide, adjustment_propose

BY = Author("test")
Person = Callable[..., User]
LINE = {"line_id": "l1", "period_id": "2026-10", "label": "Rebate", "amount_minor": 120,
        "currency_code": "EUR"}  # fmt: skip


@pytest.fixture
def partner(person: Person) -> Partner:
    program_create(by=BY, program_id="p", name="P", vertical="forex", time_zone="UTC",
                   currency_code="EUR", first_period_id="2026-08")  # fmt: skip
    manager = person("marek", roles={"p": "manager"})
    return partner_create(by=BY, program_id="p", partner_id="P-1", name="One", manager=manager)


@pytest.fixture
def owner(person: Person, partner: Partner) -> User:
    return person("nadia", partners={("p", "P-1"): "owner"})


def test_the_manager_is_told_of_a_new_case(
    owner: User, partner: Partner, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        case = dispute_open(by=owner, partner=partner, line=LINE, text="Wrong")
    assert Notice.objects.get().user == partner.manager
    assert mail.outbox[0].to == ["marek@example.com"]
    assert case.case_id in mail.outbox[0].body
    assert AuditEvent.objects.filter(verb="case opened", object_id="p/C-1001").exists()


def test_an_adjustment_settles_only_when_another_person_has_approved_it(
    owner: User, partner: Partner, person: Person
) -> None:
    case = dispute_open(by=owner, partner=partner, line=LINE, text="Wrong")
    deal_create(by=BY, program_id="p", partner_id="P-1", plan_id="x", valid_from=date(2026, 8, 1))
    maker = person("clara", roles={"p": "finance_maker"})
    checker = person("priya", roles={"p": "finance_checker"})
    adjustment = adjustment_propose(author=maker, program_id="p", deal_id="D-101",
        amount_minor=120, origin_period_id="2026-08", reason="r", evidence="e")  # fmt: skip
    with pytest.raises(DomainError, match="waits for approval"):
        case_settle(by=BY, case=case, outcome="adjusted", text="Paid", adjustment=adjustment)
    adjustment_decide(by=checker, program_id="p", adjustment_id=adjustment.adjustment_id,
                      approve=True)  # fmt: skip
    adjustment.refresh_from_db()
    case_settle(by=BY, case=case, outcome="adjusted", text="Paid", adjustment=adjustment)
    case.refresh_from_db()
    assert (case.state, case.adjustment) == ("settled", adjustment)


def test_an_ended_case_takes_nothing_more(owner: User, partner: Partner) -> None:
    case = claim_open(by=owner, partner=partner, click_id="c-1")
    case_withdraw(by=owner, case=case)
    for deed in (
        lambda: case_write(by=BY, case=case, side="operator", text="x"),
        lambda: case_settle(by=BY, case=case, outcome="explained", text="x"),
        lambda: case_withdraw(by=owner, case=case),
    ):
        with pytest.raises(DomainError, match="has ended"):
            deed()


def test_staff_of_the_program_see_its_cases_and_strangers_none(
    owner: User, partner: Partner, person: Person
) -> None:
    claim_open(by=owner, partner=partner, click_id="c-1")
    assert partner.manager
    assert cases_for_user(partner.manager).count() == 1
    assert cases_for_user(owner).count() == 1
    assert cases_for_user(person("eve", partners={("p", "P-2"): "owner"})).count() == 0
    assert Case.objects.count() == 1

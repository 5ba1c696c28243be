"""Proposals: one person proposes, another decides, and back-dated ones show what they move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.deals.models import Deal, DealProposal
from portal.deals.proposals import (
    Terms,
    proposal_make,
    proposal_refuse,
    proposal_withdraw,
)
from portal.deals.services import deal_create
from portal.notices.models import Notice
from portal.partners.errors import DomainError
from portal.partners.models import Partner, ProgramCalendar
from portal.whatif.effects import REFUSED, effect_ask, effect_of, proposal_approve_seen
from portal.whatif.services import calculation_answer, calculation_fail
from tests.portal.deals.test_ranges import LOTS
from tests.portal.payouts.world import OPERATOR, make_partner, make_program

pytestmark = pytest.mark.django_db
MAJORS = "components.rebate.rate_per_lot[symbol_group=majors]"
FUTURE, EARLY = date(2025, 11, 1), date(2025, 8, 1)
People = tuple[User, User]


@pytest.fixture
def partner() -> Partner:
    make_program()
    return make_partner(account="")


@pytest.fixture
def deal(partner: Partner) -> Deal:
    return deal_create(by=OPERATOR, program_id="larkspur", partner_id="P-2041",
                       plan_id="ib_standard", valid_from=date(2025, 9, 1))  # fmt: skip


@pytest.fixture
def people(person: Callable[..., User]) -> People:
    return (person("mara", roles={"larkspur": "manager"}),
            person("adam", roles={"larkspur": "administrator"}))  # fmt: skip


def propose(by: User, deal: Deal, day: date = FUTURE, evidence: str = "") -> DealProposal:
    terms = Terms(day, "ib_standard", {MAJORS: "9.00"}, source_text=LOTS)
    return proposal_make(by=by, partner=deal.partner, kind="change", deal=deal, terms=terms,
                         reason="volume", evidence=evidence)  # fmt: skip


def approve(by: User, proposal: DealProposal, *, has_looked: bool = False) -> None:
    proposal_approve_seen(by=by, proposal=proposal, reason="fine", has_looked=has_looked)


def test_an_approved_change_is_a_version_that_both_stand_behind(deal: Deal, people: People) -> None:
    proposal = propose(people[0], deal)
    assert deal.versions.count() == 1
    approve(people[1], proposal)
    version = deal.versions.last()
    assert version is not None
    assert (version.author, version.approved_by) == ("mara@example.com", "adam@example.com")
    assert version.overrides == {MAJORS: "9.00"}
    assert Notice.objects.get().code == "deal_changed"
    assert AuditEvent.objects.filter(verb="deal proposal approved").count() == 1


def test_nobody_approves_what_it_proposed(deal: Deal, people: People) -> None:
    proposal = propose(people[0], deal)
    with pytest.raises(DomainError) as refusal:
        approve(people[0], proposal)
    assert refusal.value.code == "own"
    assert deal.versions.count() == 1


def test_what_was_decided_is_not_decided_again(deal: Deal, people: People) -> None:
    proposal = propose(people[0], deal)
    proposal_refuse(by=people[1], proposal=proposal, reason="too high")
    with pytest.raises(DomainError, match="decided already"):
        approve(people[1], proposal)
    assert DealProposal.objects.get().decision_reason == "too high"


def test_the_author_takes_it_back_and_nobody_else(deal: Deal, people: People) -> None:
    proposal = propose(people[0], deal)
    with pytest.raises(DomainError):
        proposal_withdraw(by=people[1], proposal=proposal)
    assert proposal_withdraw(by=people[0], proposal=proposal).state == "withdrawn"


def test_one_proposal_of_a_deal_waits_at_a_time(deal: Deal, people: People) -> None:
    propose(people[0], deal)
    with pytest.raises(DomainError) as refusal:
        propose(people[1], deal)
    assert refusal.value.code == "waits"


def test_a_number_outside_of_the_plans_range_is_not_stored(deal: Deal, people: People) -> None:
    terms = Terms(FUTURE, "ib_standard", {MAJORS: "12.50"}, source_text=LOTS)
    with pytest.raises(DomainError) as refusal:
        proposal_make(by=people[0], partner=deal.partner, kind="change", deal=deal, terms=terms,
                      reason="x")  # fmt: skip
    assert refusal.value.code == "outside"


@pytest.mark.parametrize("role", ["analyst", "compliance", "finance_maker", "finance_checker"])
def test_other_roles_propose_nothing(deal: Deal, person: Callable[..., User], role: str) -> None:
    with pytest.raises(DomainError) as refusal:
        propose(person("otto", roles={"larkspur": role}), deal)
    assert refusal.value.code == "role"


def test_back_dated_terms_take_evidence_the_effect_and_a_look(deal: Deal, people: People) -> None:
    with pytest.raises(DomainError) as refusal:
        propose(people[0], deal, EARLY)
    assert refusal.value.code == "no_evidence"
    early = deal_create(by=OPERATOR, program_id="larkspur", partner_id="P-2041", brand="second",
                        plan_id="ib_standard", valid_from=date(2025, 9, 1))  # fmt: skip
    ProgramCalendar.objects.update(open_period_id="2025-10")
    proposal = propose(people[0], early, date(2025, 9, 10), evidence="letter of 8 September")
    with pytest.raises(DomainError) as refusal:
        approve(people[1], proposal, has_looked=True)
    assert refusal.value.code == "no_effect"
    asked = effect_ask(by=people[0], proposal=proposal)
    calculation_answer(calculation_id=str(asked.calculation_id), answer={"rows": []})
    with pytest.raises(DomainError) as refusal:
        approve(people[1], proposal)
    assert refusal.value.code == "not_looked"
    approve(people[1], proposal, has_looked=True)
    assert Notice.objects.get().code == "deal_back_dated"


def test_what_the_rules_refuse_is_not_approved(deal: Deal, people: People) -> None:
    proposal = propose(people[0], deal)
    asked = effect_ask(by=people[0], proposal=proposal)
    calculation_fail(calculation_id=str(asked.calculation_id), failure=f"{REFUSED}: no such step.")
    found = effect_of(proposal)
    assert found
    assert found.state == "failed"
    with pytest.raises(DomainError, match="no such step"):
        approve(people[1], proposal)


def test_an_approved_end_is_the_deals_last_version(deal: Deal, people: People) -> None:
    proposal = proposal_make(by=people[0], partner=deal.partner, kind="end", deal=deal,
                             terms=Terms(FUTURE), reason="left")  # fmt: skip
    approve(people[1], proposal)
    version = deal.versions.last()
    assert version
    assert (version.is_end, version.valid_from) == (True, FUTURE)


def test_an_approved_new_deal_exists_and_is_told(partner: Partner, people: People) -> None:
    terms = Terms(FUTURE, "ib_standard", {}, source_text=LOTS)
    proposal = proposal_make(
        by=people[0], partner=partner, kind="create", terms=terms, reason="new"
    )
    approve(people[1], proposal)
    made = Deal.objects.get()
    assert DealProposal.objects.get().deal == made
    assert Notice.objects.get().words["deal"] == made.deal_id

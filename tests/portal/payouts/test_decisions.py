"""Four eyes: a maker submits, another person approves, and each deed takes its own token."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.accounts.services import role_grant, role_revoke
from portal.audit.models import AuditEvent
from portal.partners.errors import DomainError
from portal.payouts.models import Approval, Payment, PayoutBatch, Reservation
from portal.payouts.services import (
    batch_approve,
    batch_hold,
    batch_release,
    batch_submit,
    method_set,
)
from tests.portal.payouts.world import (
    IBANS,
    OPERATOR,
    decide,
    entry,
    freeze,
    make_partner,
    make_program,
    mint,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch() -> PayoutBatch:
    make_program()
    make_partner()
    make_partner(partner_id="P-2042", account=IBANS["FR"])
    return freeze([entry(10_000), entry(20_000, "P-2042")])


def refusals() -> list[str]:
    return [
        event.details["code"]
        for event in AuditEvent.objects.filter(verb__endswith="refused").order_by("id")
    ]


def test_a_maker_submits_and_another_person_approves(
    batch: PayoutBatch, clara: User, daniel: User
) -> None:
    decide(clara, "submit", batch)
    approved = decide(daniel, "approve", batch)
    assert (approved.state, approved.submitted_by) == ("approved", clara)
    assert AuditEvent.objects.filter(verb__in=["batch submit", "batch approve"]).count() == 2


def test_the_maker_can_not_approve_even_with_both_roles(batch: PayoutBatch, clara: User) -> None:
    role_grant(clara, "larkspur", "finance_checker")
    decide(clara, "submit", batch)
    with pytest.raises(DomainError) as refused:
        decide(clara, "approve", batch)
    assert refused.value.code == "own_batch"
    batch.refresh_from_db()
    assert (batch.state, batch.approvals.count()) == ("submitted", 0)
    assert refusals() == ["own_batch"]


def test_the_database_itself_refuses_the_maker_as_checker(batch: PayoutBatch, clara: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(
            batch=batch,
            person=clara,
            maker=clara,
            digest=batch.digest,
            approved_at=datetime(2026, 12, 4, tzinfo=UTC),
        )


@pytest.mark.parametrize("role", ["manager", "compliance", "analyst", "finance_checker"])
def test_only_a_finance_maker_submits(
    batch: PayoutBatch, person: Callable[..., User], role: str
) -> None:
    other = person("other", roles={"larkspur": role}, with_totp=True)
    with pytest.raises(DomainError) as refused:
        decide(other, "submit", batch)
    assert refused.value.code == "role"
    batch.refresh_from_db()
    assert batch.state == "frozen"


def test_a_checker_of_another_program_may_nothing(
    batch: PayoutBatch, clara: User, person: Callable[..., User]
) -> None:
    decide(clara, "submit", batch)
    stranger = person("stranger", roles={"tamarind": "finance_checker"}, with_totp=True)
    with pytest.raises(DomainError) as refused:
        decide(stranger, "approve", batch)
    assert refused.value.code == "role"


def test_a_role_taken_away_after_minting_counts_at_once(
    batch: PayoutBatch, clara: User, daniel: User
) -> None:
    decide(clara, "submit", batch)
    token = mint(daniel, "approve", batch)
    role_revoke(daniel, "larkspur", "finance_checker")
    with pytest.raises(DomainError) as refused:
        batch_approve(person=daniel, batch_id=batch.batch_id, digest=batch.digest, token=token)
    assert refused.value.code == "role"


def test_two_checkers_above_the_limit_are_two_people(
    clara: User, daniel: User, priya: User
) -> None:
    make_program(two_checkers_above_minor=5_000)
    make_partner()
    batch = freeze([entry(10_000)])
    decide(clara, "submit", batch)
    assert decide(daniel, "approve", batch).state == "submitted"
    with pytest.raises(DomainError) as refused:
        decide(daniel, "approve", batch)
    assert refused.value.code == "approved_already"
    assert decide(priya, "approve", batch).state == "approved"


def test_holding_a_payment_makes_another_digest_and_voids_the_approval(
    batch: PayoutBatch, clara: User, daniel: User, priya: User
) -> None:
    before = batch.digest
    decide(clara, "submit", batch)
    decide(daniel, "approve", batch)
    payment = batch.payments.first()
    assert payment is not None
    held = decide(priya, "hold", batch, payment=payment.end_to_end_id, reason="call the partner")
    assert (held.state, held.digest != before, held.submitted_by) == ("frozen", True, None)
    assert not batch.approvals.filter(voided_at=None).exists()
    back = decide(priya, "release", batch, payment=payment.end_to_end_id, reason="called")
    assert back.digest == before


def test_a_bank_detail_changed_after_the_freeze_voids_what_was_approved(
    batch: PayoutBatch, clara: User, daniel: User
) -> None:
    decide(clara, "submit", batch)
    token = mint(daniel, "approve", batch)
    before = batch.digest
    partner = batch.payments.get(partner__partner_id="P-2042").partner
    method_set(
        by=OPERATOR, partner=partner, kind="sepa", account=IBANS["ES"], holder_name="Somebody"
    )
    with pytest.raises(DomainError) as refused:
        batch_approve(person=daniel, batch_id=batch.batch_id, digest=before, token=token)
    assert refused.value.code == "digest_changed"
    batch.refresh_from_db()
    assert (batch.state, batch.digest != before) == ("frozen", True)
    with pytest.raises(DomainError) as blocked:
        decide(clara, "submit", batch)
    assert (blocked.value.code, "P-2042" in str(blocked.value)) == ("blocked", True)


def test_an_approval_for_another_digest_does_nothing(
    batch: PayoutBatch, clara: User, daniel: User
) -> None:
    decide(clara, "submit", batch)
    with pytest.raises(DomainError) as refused:
        decide(daniel, "approve", batch, digest="0" * 64)
    assert refused.value.code == "other_digest"
    assert not batch.approvals.exists()


def test_rejecting_gives_the_batch_back_to_the_maker_with_a_reason(
    batch: PayoutBatch, clara: User, daniel: User
) -> None:
    decide(clara, "submit", batch)
    with pytest.raises(DomainError) as refused:
        decide(daniel, "reject", batch, reason=" ")
    assert refused.value.code == "no_reason"
    assert decide(daniel, "reject", batch, reason="rates look wrong").state == "frozen"
    assert AuditEvent.objects.get(verb="batch reject").reason == "rates look wrong"


def test_recalling_gives_the_money_back_and_allows_another_batch_that_day(
    batch: PayoutBatch, daniel: User
) -> None:
    recalled = decide(daniel, "recall", batch, reason="wrong day")
    assert recalled.state == "recalled"
    assert not Reservation.objects.filter(ended_at=None).exists()
    assert set(Payment.objects.values_list("state", flat=True)) == {"recalled"}
    second = freeze([entry(10_000), entry(20_000, "P-2042")])
    assert second.batch_id == "larkspur/2026-12-04-2"
    assert second.payments.count() == 2


def test_an_exported_batch_can_not_be_recalled(
    batch: PayoutBatch, clara: User, daniel: User
) -> None:
    decide(clara, "submit", batch)
    PayoutBatch.objects.update(state="exported")
    with pytest.raises(DomainError) as refused:
        decide(daniel, "recall", batch, reason="too late")
    assert refused.value.code == "wrong_state"


def test_holds_name_payments_of_this_batch_only(
    batch: PayoutBatch, daniel: User, clara: User
) -> None:
    for deed, token_verb in ((batch_hold, "hold"), (batch_release, "release")):
        with pytest.raises(DomainError) as refused:
            deed(
                person=daniel,
                batch_id=batch.batch_id,
                digest=batch.digest,
                token=mint(daniel, token_verb, batch),
                payment="LARKSPUR-261204-NONE",
                reason="x",
            )
        assert refused.value.code == "no_such_payment"


def test_a_batch_whose_files_would_not_be_valid_is_not_submitted(clara: User) -> None:
    make_program(debtor_iban="")
    make_partner()
    with pytest.raises(DomainError) as refused:
        decide(clara, "submit", freeze([entry(10_000)]))
    assert refused.value.code == "no_debtor"


def test_an_unknown_batch_is_refused_and_in_the_audit(daniel: User) -> None:
    with pytest.raises(DomainError) as refused:
        batch_submit(person=daniel, batch_id="larkspur/2020-01-01", digest="", token="")
    assert refused.value.code == "not_found"
    assert refusals() == ["not_found"]

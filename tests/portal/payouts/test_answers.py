"""What banks answer: one way in, harmless when read twice, never against what is known."""

from __future__ import annotations

from datetime import date

import pytest

from portal.accounts.models import User
from portal.notices.models import Notice
from portal.partners.errors import DomainError
from portal.payouts.models import Payment, PaymentAnswer, PayoutBatch, Reservation
from portal.payouts.services import batch_export, payment_answer
from portal.payouts.services.answers import Answered
from tests.portal.payouts.world import OPERATOR, decide, entry, freeze, make_partner, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(clara: User, daniel: User) -> Payment:
    make_program()
    make_partner()
    batch = freeze([entry(10_000)])
    decide(clara, "submit", batch)
    decide(daniel, "approve", batch)
    batch_export(batch_id=batch.batch_id, by=OPERATOR)
    return batch.payments.get()


def answer(payment: Payment, state: str, day: int = 8, reason: str = "") -> Answered:
    return payment_answer(
        end_to_end_id=payment.end_to_end_id, state=state, on=date(2026, 12, day), reason=reason
    )


def test_accepted_then_settled_then_returned(payment: Payment) -> None:
    for state in ("accepted", "settled", "returned"):
        assert answer(payment, state).effect == "applied"
        payment.refresh_from_db()
        assert (payment.state, payment.state_on) == (state, date(2026, 12, 8))
        assert PayoutBatch.objects.get().state == state
    assert Reservation.objects.get().ended_at is not None


@pytest.mark.parametrize("state", ["rejected", "returned"])
def test_a_failed_payment_ends_its_reservation_with_the_banks_reason(
    payment: Payment, state: str
) -> None:
    answer(payment, state, reason="AC04")
    reservation = Reservation.objects.get()
    assert (reservation.ended_at is None, reservation.ended_reason) == (False, f"{state} AC04")


def test_a_settled_payment_keeps_its_reservation(payment: Payment) -> None:
    answer(payment, "settled")
    assert Reservation.objects.get().ended_at is None


def test_the_same_answer_again_changes_nothing(payment: Payment) -> None:
    answer(payment, "settled")
    assert answer(payment, "settled").effect == "repeated"
    assert PaymentAnswer.objects.count() == 1


def test_an_earlier_state_that_arrives_late_is_kept_without_effect(payment: Payment) -> None:
    answer(payment, "returned", 9)
    assert answer(payment, "settled", 8).effect == "late"
    assert answer(payment, "settled", 8).effect == "repeated"
    payment.refresh_from_db()
    assert payment.state == "returned"


def test_settled_after_rejected_contradicts_and_needs_a_statement(payment: Payment) -> None:
    answer(payment, "rejected")
    with pytest.raises(DomainError) as refused:
        answer(payment, "settled", 9)
    assert refused.value.code == "contradicts"


def test_an_unknown_id_or_one_of_another_batch_is_unknown(payment: Payment) -> None:
    known = payment.end_to_end_id
    for end_to_end_id, batch_id in (("NOPE", ""), (known, "larkspur/2026-01-01")):
        found = payment_answer(
            end_to_end_id=end_to_end_id, state="settled", on=date(2026, 12, 8), batch_id=batch_id
        )
        assert found.effect == "unknown"


def test_a_payment_without_a_file_can_not_have_been_answered() -> None:
    make_program()
    make_partner()
    frozen = freeze([entry(10_000)]).payments.get()
    with pytest.raises(DomainError) as refused:
        answer(frozen, "settled")
    assert refused.value.code == "never_sent"


def test_a_state_that_no_bank_gives_is_refused(payment: Payment) -> None:
    with pytest.raises(DomainError, match="accepted, rejected, settled, returned"):
        answer(payment, "exported")


def test_the_team_is_told_once_of_each_answer_that_counts(payment: Payment) -> None:
    answer(payment, "settled")
    answer(payment, "settled")
    assert Notice.objects.filter(partner=payment.partner, code="payment_settled").count() == 1

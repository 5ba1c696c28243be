"""What banks answer about payments: the one way in, for results files and bank readers alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.audit.services import audit_record
from portal.notices.services import notice_send
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.payouts.models import Payment, PaymentAnswer, PayoutBatch, Reservation
from portal.payouts.models.payments import ENDED_STATES
from portal.payouts.money import major
from portal.payouts.selectors import batch_get

ANSWERS = ("accepted", "rejected", "settled", "returned")
# state before → answers that move it on.
MOVES = {
    "exported": ("accepted", "rejected", "settled", "returned"),
    "accepted": ("rejected", "settled", "returned"),
    "settled": ("returned",),
}
# state before → answers that belong to an earlier moment: kept, without effect.
LATE = {"settled": ("accepted",), "rejected": ("accepted",), "returned": ("accepted", "settled")}
NEVER_SENT = ("frozen", "held", "recalled")


# State of a payment → the notice that tells of it.
TOLD = {
    "accepted": "payment_sent",
    "settled": "payment_settled",
    "returned": "payment_returned",
    "rejected": "payment_returned",
}


@dataclass(frozen=True)
class Answered:
    """What became of one answer: `effect` is applied, repeated, late or unknown."""

    end_to_end_id: str
    effect: str
    state: str


def payment_answer(
    *,
    end_to_end_id: str,
    state: str,
    on: date,
    reason: str = "",
    source: str = "results file",
    batch_id: str = "",
    by: Author | None = None,
) -> Answered:
    """Take in that a payment was accepted, rejected, settled or returned on a day.

    The same answer again is `repeated`, one that comes after a later state is kept as `late`, an
    id that no payment (of `batch_id`, if given) has is `unknown`: these change no state. A
    rejected or returned payment ends its reservation. Raises DomainError for another state, and
    for a payment whose file was never made.
    """
    if state not in ANSWERS:
        raise DomainError(
            "unknown_state",
            _("state %(state)r: write one of %(answers)s")
            % {"state": state, "answers": ", ".join(ANSWERS)},
        )
    with transaction.atomic():
        found = Payment.objects.select_for_update().filter(end_to_end_id=end_to_end_id)
        if batch_id:
            found = found.filter(batch__batch_id=batch_id)
        payment = found.first()
        if payment is None:
            return Answered(end_to_end_id, "unknown", "")
        return _apply(payment, state, on, reason, source, by or Author("bank"))


def _apply(
    payment: Payment, state: str, on: date, reason: str, source: str, by: Author
) -> Answered:
    before = payment.state
    if before in NEVER_SENT:
        raise DomainError(
            "never_sent",
            _(
                "payment %(end_to_end_id)s is %(before)s: no file of it was made, so no "
                "bank can have answered; check the id"
            )
            % {"end_to_end_id": payment.end_to_end_id, "before": before},
        )
    moves = state in MOVES.get(before, ())
    known = payment.answers.filter(state=state, answered_on=on, reason_code=reason).exists()
    if known or before == state:
        return Answered(payment.end_to_end_id, "repeated", before)
    if not moves and state not in LATE.get(before, ()):
        raise DomainError(
            "contradicts",
            _(
                "payment %(end_to_end_id)s is %(before)s; %(state)s on %(on)s "
                "contradicts it: ask the bank for a statement"
            )
            % {"end_to_end_id": payment.end_to_end_id, "before": before, "state": state, "on": on},
        )
    PaymentAnswer.objects.create(
        payment=payment,
        state=state,
        answered_on=on,
        reason_code=reason,
        source=source,
        is_applied=moves,
        recorded_at=clock.now(),
    )
    if not moves:
        return Answered(payment.end_to_end_id, "late", before)
    payment.state, payment.state_on, payment.reason_code = state, on, reason
    payment.save(update_fields=["state", "state_on", "reason_code"])
    if state in ENDED_STATES:
        Reservation.objects.filter(payment=payment, ended_at=None).update(
            ended_at=clock.now(), ended_reason=f"{state} {reason}".strip()
        )
    audit_record(
        **by.audit_names(),
        verb=f"payment {state}",
        object_kind="payment",
        object_id=payment.end_to_end_id,
        program_id=payment.program_id,
        reason=reason,
        details={"before": before, "on": on.isoformat(), "source": source},
    )
    _tell(payment, state)
    _move_batch(batch_get(payment.batch.batch_id, lock=True))
    return Answered(payment.end_to_end_id, "applied", state)


def _tell(payment: Payment, state: str) -> None:
    """Those of the team who see money learn that it came, or came back."""
    code = TOLD.get(state)
    if code is None:
        return
    notice_send(
        code=code,
        partner=payment.partner,
        words={
            "amount": f"{major(payment.payout_minor, payment.payout_currency_code)} "
            f"{payment.payout_currency_code}"
        },
        path=f"/{payment.program_id}/{payment.partner.partner_id}/payments/",
        roles=("owner", "finance", "read_only"),
    )


def _move_batch(batch: PayoutBatch) -> None:
    """The batch follows its payments: open ones first, then the best of what became of them."""
    states = set(batch.payments.exclude(state="recalled").values_list("state", flat=True))
    for state in ("exported", "accepted", "settled", "returned", "rejected"):
        if state in states:
            break
    else:
        return
    if batch.state != state:
        batch.state = state
        batch.save(update_fields=["state"])

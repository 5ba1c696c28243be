"""Submit, approve, reject, hold, release and recall: each by one person, with one token.

A refusal changes nothing but the audit (and the count of wrong tries). Lock first, then ask who
may, then compare digests, then use the token, then do it: all in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import User
from portal.audit.services import audit_record
from portal.partners.errors import DomainError
from portal.payouts.digest import batch_digest
from portal.payouts.models import Approval, Payment, PayoutBatch
from portal.payouts.policy import objections_of, refuse_unless_may
from portal.payouts.selectors import batch_get
from portal.payouts.services.export import files_preview
from portal.payouts.services.reservations import payments_end
from portal.payouts.services.tokens import token_use, try_record

Deed = Callable[[PayoutBatch], dict[str, object]]


def batch_submit(*, person: User, batch_id: str, digest: str, token: str) -> PayoutBatch:
    """A maker says: this batch is to be paid. Raises DomainError when it may not be."""

    def deed(batch: PayoutBatch) -> dict[str, object]:
        _refuse_objections(batch)
        if not batch.payments.filter(state="frozen").exists():
            raise DomainError(
                "empty", _("%(batch_id)s has no payment left: recall it") % {"batch_id": batch_id}
            )
        files_preview(batch)  # raises when a file would not be valid
        batch.state, batch.submitted_by, batch.submitted_at = "submitted", person, clock.now()
        return {}

    return _decide(person, "submit", batch_id, digest, token, deed)


def batch_approve(*, person: User, batch_id: str, digest: str, token: str) -> PayoutBatch:
    """A checker says yes; with the last one that it takes the batch is approved."""

    def deed(batch: PayoutBatch) -> dict[str, object]:
        _refuse_objections(batch)
        living = batch.approvals.filter(voided_at=None)
        if living.filter(person=person).exists():
            raise DomainError("approved_already", _("you approved it: another checker is needed"))
        assert batch.submitted_by is not None, "only a submitted batch gets here"
        Approval.objects.create(
            batch=batch,
            person=person,
            maker=batch.submitted_by,
            digest=batch.digest,
            approved_at=clock.now(),
        )
        count = living.filter(digest=batch.digest).count()
        if count >= batch.checkers_required:
            batch.state, batch.approved_at = "approved", clock.now()
        return {"checker": count, "of": batch.checkers_required}

    return _decide(person, "approve", batch_id, digest, token, deed)


def batch_reject(
    *, person: User, batch_id: str, digest: str, token: str, reason: str
) -> PayoutBatch:
    """A checker says no: the batch is frozen again, approvals are void, the maker starts anew."""

    def deed(batch: PayoutBatch) -> dict[str, object]:
        _refuse_without(reason)
        _reopen(batch)
        return {}

    return _decide(person, "reject", batch_id, digest, token, deed, reason=reason)


def batch_hold(
    *, person: User, batch_id: str, digest: str, token: str, payment: str, reason: str
) -> PayoutBatch:
    """Keep one payment (EndToEndId) back: another digest, every approval void."""
    return _set_payment(
        person, "hold", batch_id, digest, token, payment, ("frozen", "held"), reason
    )


def batch_release(
    *, person: User, batch_id: str, digest: str, token: str, payment: str, reason: str
) -> PayoutBatch:
    """Let a held payment (EndToEndId) go with the batch again: another digest."""
    return _set_payment(
        person, "release", batch_id, digest, token, payment, ("held", "frozen"), reason
    )


def batch_recall(
    *, person: User, batch_id: str, digest: str, token: str, reason: str
) -> PayoutBatch:
    """Give the batch up before any file is made: its reservations end, balances have it back."""

    def deed(batch: PayoutBatch) -> dict[str, object]:
        _refuse_without(reason)
        payments = batch.payments.filter(state__in=("frozen", "held"))
        count = payments_end(payments, "recalled", clock.now(), "batch_recalled")
        _void_approvals(batch)
        batch.state = "recalled"
        return {"payments": count}

    return _decide(person, "recall", batch_id, digest, token, deed, reason=reason)


def batch_recheck(*, batch_id: str) -> PayoutBatch:
    """Bring the digest up to what stands in the database; a change voids every approval."""
    with transaction.atomic():
        batch = batch_get(batch_id, lock=True)
        now = batch_digest(batch)
        if batch.state not in ("frozen", "submitted", "approved") or now == batch.digest:
            return batch
        before, batch.digest = batch.digest, now
        _reopen(batch)
        batch.save()
        audit_record(
            who=None,
            verb="batch changed",
            object_kind="batch",
            object_id=batch_id,
            program_id=batch.program_id,
            reason="what it pays is not what was frozen: approvals are void",
            details={"before": before, "after": now},
        )
        return batch


def _decide(
    person: User,
    verb: str,
    batch_id: str,
    digest: str,
    token: str,
    deed: Deed,
    *,
    reason: str = "",
) -> PayoutBatch:
    batch_id = batch_id.partition("@")[0]
    program_id = batch_id.partition("/")[0]
    try:
        with transaction.atomic():
            batch = batch_get(batch_id, lock=True)
            refuse_unless_may(person, verb, batch)
            _refuse_other_digest(batch, digest)
            token_use(person=person, verb=verb, subject=batch_id, digest=digest, text=token)
            details = deed(batch)
            batch.save()
            audit_record(
                who=person,
                verb=f"batch {verb}",
                object_kind="batch",
                object_id=batch_id,
                program_id=program_id,
                reason=reason,
                details={"digest": digest, **details},
            )
            return batch
    except DomainError as refusal:
        try_record(person, verb, program_id, batch_id, refusal)
        if refusal.code == "digest_changed":
            batch_recheck(batch_id=batch_id)
        raise


def _refuse_other_digest(batch: PayoutBatch, digest: str) -> None:
    now = batch_digest(batch)
    if batch.digest != now:
        raise DomainError(
            "digest_changed",
            _(
                "%(batch_id)s is not what was frozen any more: its approvals are void; "
                "read what changed on the review page and start with submit"
            )
            % {"batch_id": batch.batch_id},
        )
    if digest != now:
        raise DomainError(
            "other_digest",
            _(
                "you name digest %(value)s, the batch has %(now)s: read the batch again "
                "on its review page"
            )
            % {"value": digest[:12] or "none", "now": now[:12]},
        )


def _refuse_objections(batch: PayoutBatch) -> None:
    objections = objections_of(batch)
    if objections:
        named = ", ".join(f"{o.partner_id} ({o.reason_code})" for o in objections[:5])
        raise DomainError(
            "blocked",
            _("must not be paid now: %(named)s; hold these payments first") % {"named": named},
        )


def _set_payment(
    person: User,
    verb: str,
    batch_id: str,
    digest: str,
    token: str,
    payment: str,
    change: tuple[str, str],
    reason: str,
) -> PayoutBatch:
    before, after = change

    def deed(batch: PayoutBatch) -> dict[str, object]:
        _refuse_without(reason)
        found: Payment | None = batch.payments.filter(end_to_end_id=payment).first()
        if found is None or found.state != before:
            raise DomainError(
                "no_such_payment",
                _("%(batch_id)s has no payment %(payment)r that is %(before)s")
                % {"batch_id": batch_id, "payment": payment, "before": before},
            )
        found.state, found.reason_code = after, "held_by_checker" if after == "held" else ""
        found.save(update_fields=["state", "reason_code"])
        batch.digest = batch_digest(batch)
        _reopen(batch)
        return {"payment": payment, "new_digest": batch.digest}

    return _decide(person, verb, batch_id, digest, token, deed, reason=reason)


def _reopen(batch: PayoutBatch) -> None:
    _void_approvals(batch)
    batch.state, batch.submitted_by = "frozen", None
    batch.submitted_at = batch.approved_at = None


def _void_approvals(batch: PayoutBatch) -> None:
    batch.approvals.filter(voided_at=None).update(voided_at=timezone.now())


def _refuse_without(reason: str) -> None:
    if not reason.strip():
        raise DomainError("no_reason", _("this needs a reason: write one"))

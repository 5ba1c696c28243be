"""Checks of a frozen batch, computed anew whenever somebody looks. Reads only."""

from __future__ import annotations

from typing import Any

from portal.partners.errors import DomainError
from portal.payouts.digest import batch_digest
from portal.payouts.models import Payment, PayoutBatch
from portal.payouts.models.payments import ENDED_STATES
from portal.payouts.money import convert
from portal.payouts.policy import objections_of
from portal.payouts.services.export import files_preview
from portal.statements.models import LedgerHead

Check = dict[str, Any]


def checks_of(batch: PayoutBatch) -> list[Check]:
    """Each check's code, what it found (operands of its sentence), and whether it is met."""
    payments = list(batch.payments.select_related("reservation", "partner", "method"))
    return [
        _digest(batch),
        _reserved(payments),
        _converted(payments),
        _heads(batch),
        _rates(batch, payments),
        _files(batch),
        _nobody(batch),
    ]


def _check(code: str, is_met: bool, **found: Any) -> Check:
    return {"code": code, "is_met": is_met, "found": found}


def _digest(batch: PayoutBatch) -> Check:
    now = batch_digest(batch)
    return _check("digest", now == batch.digest, now=now[:12])


def _reserved(payments: list[Payment]) -> Check:
    good = [p for p in payments if _reserves(p)]
    return _check("reserved_once", len(good) == len(payments), good=len(good), of=len(payments))


def _reserves(payment: Payment) -> bool:
    reservation = getattr(payment, "reservation", None)
    if reservation is None or reservation.amount_minor != payment.amount_minor:
        return False
    return (reservation.ended_at is not None) == (payment.state in ENDED_STATES)


def _converted(payments: list[Payment]) -> Check:
    """Each payment converted by itself at its rate, and rounded once."""
    good = [
        p
        for p in payments
        if convert(p.amount_minor, p.currency_code, p.payout_currency_code, p.fx_rate)
        == p.payout_minor
    ]
    return _check("converted_once", len(good) == len(payments), good=len(good), of=len(payments))


def _heads(batch: PayoutBatch) -> Check:
    """The ledger that the batch was read at is still named by the portal."""
    heads = list(batch.heads.all())
    known = LedgerHead.objects.filter(program_id=batch.program_id)
    good = [
        head
        for head in heads
        if known.filter(
            calendar_id=head.calendar_id,
            period_id=head.period_id,
            segment_sha256=head.segment_sha256,
        ).exists()
    ]
    names = ", ".join(f"{head.period_id} {head.segment_sha256[:8]}" for head in heads)
    return _check("ledger_head", len(good) == len(heads), heads=names)


def _rates(batch: PayoutBatch, payments: list[Payment]) -> Check:
    days = sorted({payment.fx_on for payment in payments if payment.fx_on})
    return _check(
        "rates_dated",
        all(day <= batch.paid_on for day in days),
        first=days[0].isoformat() if days else None,
        last=days[-1].isoformat() if days else None,
    )


def _files(batch: PayoutBatch) -> Check:
    try:
        made = files_preview(batch)
    except DomainError as error:
        return _check("bank_files", False, message=str(error))
    return _check("bank_files", True, files=", ".join(file.kind for file in made) or "none")


def _nobody(batch: PayoutBatch) -> Check:
    found = objections_of(batch)
    return _check("nobody_blocked", not found, partners=", ".join(o.partner_id for o in found))

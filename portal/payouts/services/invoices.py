"""Invoices: a partner sends its own for a closed statement, finance accepts or refuses it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.models import User
from portal.audit.services import audit_record
from portal.notices.services import notice_send
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.payouts.invoice_files import refusal_of
from portal.payouts.models import Invoice
from portal.uploads import LARGEST, clean_name, upload_store


@transaction.atomic
def invoice_send(
    *,
    by: User,
    partner: Partner,
    number: str,
    issued_on: date,
    calendar_id: str,
    period_id: str,
    currency_code: str,
    statement_minor: int,
    amount_minor: int,
    upload: UploadedFile[Any],
) -> Invoice:
    """Keep an invoice for a statement of the partner, which the caller has found: its currency and
    its total in minor units. `amount_minor` is what the invoice says before tax.

    Raises DomainError: a file that is refused, a day to come, a number or statement that has one.
    """
    if issued_on > clock.now().date():
        raise DomainError("in_the_future", _("The invoice is dated in the future."))
    if statement_minor <= 0:
        raise DomainError("nothing_due", _("This statement has nothing to invoice."))
    if amount_minor <= 0:
        raise DomainError("nothing", _("Write an amount above 0."))
    _refuse_bad(upload)
    kept = upload_store(partner.program_id, upload)
    try:
        with transaction.atomic():
            invoice = Invoice(
                program_id=partner.program_id,
                partner=partner,
                number=number.strip(),
                issued_on=issued_on,
                calendar_id=calendar_id,
                period_id=period_id,
                currency_code=currency_code,
                statement_minor=statement_minor,
                amount_minor=amount_minor,
                file_name=kept.name,
                file_size=kept.size,
                file_sha256=kept.sha256,
                state="received",
                sent_at=clock.now(),
                sent_by=by,
            )
            invoice.full_clean(validate_constraints=False)
            invoice.save()
    except IntegrityError:
        raise DomainError(
            "sent_already",
            _("You have sent this number, or an invoice for this statement, before."),
        ) from None
    _audit(by, "invoice sent", invoice)
    return invoice


@transaction.atomic
def invoice_withdraw(*, by: User, invoice: Invoice) -> Invoice:
    """Take an invoice back that nobody has decided. Raises DomainError for any other."""
    found = _waiting(invoice)
    found.state, found.decided_at = "withdrawn", clock.now()
    found.save(update_fields=["state", "decided_at"])
    _audit(by, "invoice withdrawn", found)
    return found


@transaction.atomic
def invoice_decide(*, by: User, invoice: Invoice, accept: bool, reason: str = "") -> Invoice:
    """Accept, or refuse with a reason that the partner reads. Raises DomainError without one, and
    for an invoice that was decided or withdrawn."""
    found = _waiting(invoice)
    if not accept and not reason.strip():
        raise DomainError("no_reason", _("Say why: the partner reads it."))
    found.state = "accepted" if accept else "refused"
    found.reason, found.decided_at, found.decided_by = reason.strip()[:500], clock.now(), by
    found.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    _audit(by, f"invoice {found.state}", found, found.reason)
    notice_send(
        code=f"invoice_{found.state}",
        partner=found.partner,
        words={"number": found.number, "reason": found.reason},
        path=f"/{found.program_id}/{found.partner.partner_id}/payments/",
        roles=("owner", "finance"),
    )
    return found


def _waiting(invoice: Invoice) -> Invoice:
    found: Invoice = Invoice.objects.select_for_update().select_related("partner").get(
        pk=invoice.pk
    )  # fmt: skip
    if found.state != "received":
        raise DomainError("decided", _("This invoice was decided or withdrawn."))
    return found


def _refuse_bad(upload: UploadedFile[Any]) -> None:
    name = clean_name(upload.name or "")
    content = upload.read(LARGEST + 1)
    upload.seek(0)
    code = refusal_of(name, content) if 0 < len(content) <= LARGEST else ""
    words = {
        "wrong_kind": _("Send the invoice as PDF or PNG."),
        "not_what_it_says": _("The file is not what its ending says. Save it anew."),
        "active": _("The PDF has scripts, actions, attachments or a password. Print it to a plain "
                    "PDF and send that."),
        "too_packed": _("The PDF unpacks to more than we read. Print it to a plain PDF."),
    }  # fmt: skip
    if code:
        raise DomainError(code, words[code])


def _audit(by: User, verb: str, invoice: Invoice, reason: str = "") -> None:
    audit_record(
        who=by,
        verb=verb,
        object_kind="invoice",
        object_id=str(invoice),
        program_id=invoice.program_id,
        reason=reason,
        details={"period": invoice.period_id, "amount_minor": invoice.amount_minor,
                 "currency_code": invoice.currency_code, "sha256": invoice.file_sha256},
    )  # fmt: skip

"""The partner's own invoices: sent for a closed statement, followed, taken back, read again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Form, Router
from ninja.files import UploadedFile

from portal.api import schemas
from portal.api.auth import bearer_of, scope
from portal.api.idempotency import idempotent
from portal.api.problems import Problem, only_these
from portal.api.routes.requests import minor_asked
from portal.api.schemas import Amount
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.payouts import services
from portal.payouts.models import Invoice
from portal.payouts.selectors import invoices_of
from portal.releases.reader import current_release
from portal.releases.selectors.statements import statement_one
from portal.uploads import upload_response

router = Router(tags=["Money"])
ONE = "/invoices/{invoice_no}"


@router.get("/invoices", response=schemas.Invoices, summary="Invoices that were sent")
@scope("payments:read")
def invoices(request: HttpRequest) -> Any:
    return {"items": [_said(one) for one in invoices_of(bearer_of(request).partner)]}


@router.post("/invoices", response={201: schemas.Invoice}, summary="Send an invoice")
@scope("payments:write")
@idempotent
def invoice_make(
    request: HttpRequest, body: Form[schemas.InvoiceIn], file: File[UploadedFile]
) -> Any:
    """A form (multipart/form-data) with `file`, PDF or PNG of at most 5 MB and without scripts, for
    a closed statement in its currency. Finance accepts or refuses it. Send an `Idempotency-Key`."""
    only_these(request, "file", *schemas.InvoiceIn.model_fields)
    bearer = bearer_of(request)
    currency = body.currency.upper()
    release = current_release(bearer.partner.program_id)
    statement = statement_one(
        release, bearer.partner.partner_id, calendar_id=body.calendar_id,
        period_id=body.period_id, currency_code=currency,
    )  # fmt: skip
    if statement is None:
        raise Http404
    minor = minor_asked(body.amount, currency)
    try:
        made = services.invoice_send(
            by=bearer.user, partner=bearer.partner, number=body.number, issued_on=body.issued_on,
            calendar_id=statement.calendar_id, period_id=statement.period_id,
            currency_code=currency, statement_minor=statement.total.minor,
            amount_minor=minor, upload=file,
        )  # fmt: skip
    except DomainError as refusal:
        status = 409 if refusal.code == "sent_already" else 422
        raise Problem(status, refusal.code, str(refusal)) from None
    except ValidationError as refusal:
        raise Problem(422, "not_valid", " ".join(refusal.messages)) from None
    return 201, schemas.Invoice(**_said(made))


@router.delete(ONE, response=schemas.Invoice, summary="Take an invoice back")
@scope("payments:write")
def invoice_take_back(request: HttpRequest, invoice_no: int) -> Any:
    """Until finance has decided it."""
    bearer = bearer_of(request)
    found = _found(bearer.partner, invoice_no)
    try:
        return _said(services.invoice_withdraw(by=bearer.user, invoice=found))
    except DomainError as refusal:
        raise Problem(409, refusal.code, str(refusal)) from None


@router.get(f"{ONE}/file", summary="The file as it was sent")
@scope("payments:read")
def invoice_file(request: HttpRequest, invoice_no: int) -> HttpResponseBase:
    found = _found(bearer_of(request).partner, invoice_no)
    return upload_response(found.program_id, found.file_sha256, found.file_name)


def _found(partner: Partner, invoice_no: int) -> Invoice:
    found = invoices_of(partner).filter(pk=invoice_no).first()
    if found is None:
        raise Http404
    return found


def _said(one: Invoice) -> dict[str, Any]:
    same = ("number", "issued_on", "calendar_id", "period_id", "state", "reason", "sent_at")
    return {name: getattr(one, name) for name in same} | {
        "invoice_no": one.pk,
        "amount": Amount.of_minor(one.amount_minor, one.currency_code),
        "statement": Amount.of_minor(one.statement_minor, one.currency_code),
    }

"""Payment requests. Asking takes a code of the authenticator, like the page."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from portal import clock
from portal.api import schemas
from portal.api.auth import bearer_of, code_take, scope
from portal.api.cursors import page_of
from portal.api.idempotency import idempotent
from portal.api.problems import Problem
from portal.api.schemas import Amount
from portal.partners.errors import DomainError
from portal.payouts import services
from portal.payouts.models import PayoutRequest
from portal.payouts.money import minor_of
from portal.payouts.requests import status_of
from portal.payouts.selectors import requests_of, reserved_of, schedule_of
from portal.releases.reader import Release, current_release
from portal.releases.selectors.payments import rates_of, standing_list

router = Router(tags=["Money"])
PAGE_ROWS = 50


@router.get("/payment-requests", response=schemas.PaymentRequests, summary="Requests, newest first")
@scope("payments:read")
def payment_requests(request: HttpRequest, cursor: str = "") -> Any:
    bearer = bearer_of(request)
    asked = {"list": "payment-requests"}
    rows = requests_of(bearer.partner)
    shown, following = page_of(rows, cursor, asked, bearer.partner.pk, PAGE_ROWS)
    return {
        "items": [_request(one) for one in shown],
        "next_cursor": following,
    }


@router.post("/payment-requests", response={201: schemas.PaymentRequest}, summary="Ask to be paid")
@scope("payments:write")
@idempotent
def payment_request_make(request: HttpRequest, body: schemas.PaymentRequestIn) -> Any:
    """Up to the balance's `available`, paid by the next batch. Send an `Idempotency-Key`."""
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    currency = body.currency.upper()
    minor = minor_asked(body.amount, currency)
    available = _available(release, bearer.partner, currency)
    code_take(bearer, body.code)
    try:
        made = services.request_make(
            by=bearer.user, partner=bearer.partner, currency_code=currency, amount_minor=minor,
            available_minor=available, rates=rates_of(release), on=clock.now().date(),
        )  # fmt: skip
    except DomainError as refusal:
        raise Problem(422, refusal.code, str(refusal)) from None
    return 201, schemas.PaymentRequest(**_request(made))


@router.delete(
    "/payment-requests/{request_id}", response=schemas.PaymentRequest, summary="Cancel a request"
)
@scope("payments:write")
def payment_request_cancel(request: HttpRequest, request_id: str) -> Any:
    """Until a batch has it."""
    bearer = bearer_of(request)
    try:
        found = services.request_cancel(
            by=bearer.user, partner=bearer.partner, request_id=request_id
        )
    except DomainError as refusal:
        if refusal.code == "not_found":
            raise Http404 from None
        raise Problem(409, refusal.code, str(refusal)) from None
    return _request(found)


@router.get("/payment-schedule", response=schemas.PaymentSchedule, summary="When one is paid")
@scope("payments:read")
def payment_schedule(request: HttpRequest) -> Any:
    return {"pays": schedule_of(bearer_of(request).partner)}


@router.put(
    "/payment-schedule", response=schemas.PaymentSchedule, summary="Change when one is paid"
)
@scope("payments:schedule")
def payment_schedule_set(request: HttpRequest, body: schemas.PaymentSchedule) -> Any:
    bearer = bearer_of(request)
    found = services.schedule_set(by=bearer.user, partner=bearer.partner, pays=body.pays)
    return {"pays": found.pays}


def _request(one: PayoutRequest) -> dict[str, Any]:
    found = status_of(one)
    return {
        "request_id": one.request_id,
        "status": found.status,
        "reason_code": found.reason_code,
        "amount": Amount.of_minor(one.amount_minor, one.currency_code),
        "requested_at": one.requested_at,
        "payment_id": one.payment.payment_id if one.payment else None,
    }


def minor_asked(amount: str, currency: str) -> int:
    """Minor units of an amount as text. Raises Problem 422."""
    try:
        exact = Decimal(amount)
        if exact.is_finite() and abs(exact) < 10**13:
            return minor_of(exact, currency)
    except (InvalidOperation, DomainError):
        pass
    raise Problem(422, "bad_amount", f"amount {amount[:30]!r}: write units of {currency[:3]}.")


def _available(release: Release, partner: Any, currency: str) -> int:
    for found in standing_list(release, partner.partner_id):
        if found.currency_code == currency:
            return int(found.balance.cleared.minor - sum(reserved_of(partner).get(currency, (0,))))
    raise Problem(422, "no_balance", f"There is no balance in {currency[:3]}.")

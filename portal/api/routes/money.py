"""Balances, payments; and whom the token speaks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from portal.api import schemas
from portal.api.auth import bearer_of, scope, today_of
from portal.api.cursors import page_of
from portal.api.schemas import Amount, text
from portal.payouts import models
from portal.releases.money_out import money_out, next_freeze, split_of
from portal.releases.reader import NoRelease, current_release
from portal.releases.selectors.payments import standing_list

router = Router(tags=["Money"])
PAGE_ROWS = 50


@router.get("/me", response=schemas.Me, summary="Whom the token speaks for")
def me(request: HttpRequest) -> Any:
    """Every living token may ask this."""
    bearer = bearer_of(request)
    try:
        as_of = current_release(bearer.partner.program_id).manifest.as_of
    except NoRelease:
        as_of = None
    return {
        "partner_id": bearer.partner.partner_id,
        "partner_name": bearer.partner.name,
        "program_id": bearer.partner.program_id,
        "program_name": bearer.partner.program.name,
        "scopes": sorted(bearer.scopes),
        "expires_at": bearer.token.expires_at,
        "as_of": as_of,
    }


@router.get("/balances", response=schemas.Balances, summary="What is earned and not yet paid")
@scope("payments:read")
def balances(request: HttpRequest) -> Any:
    """In the states of the page Payments. `cleared` = `in_payment` + `paid` + `available`, which is
    what can be asked for."""
    bearer = bearer_of(request)
    release = current_release(bearer.partner.program_id)
    names = ("pending", "locked", "held", "on_hold", "in_payment", "paid", "available")
    items = []
    for found in standing_list(release, bearer.partner.partner_id):
        out = money_out(bearer.partner, found.currency_code)
        split = split_of(found.balance, out, found.held_open)
        items.append(
            {"currency": found.currency_code, "cleared": Amount.of(found.balance.cleared)}
            | {name: Amount.of(getattr(split, name)) for name in names}
        )
    return {"items": items}


@router.get("/next-payments", response=schemas.NextPayments, summary="What is paid next, and when")
@scope("payments:read")
def next_payments(request: HttpRequest) -> Any:
    """One a balance: what is on its way (`payment_id`), else what the next batch would take.
    `blocker_code` says what keeps it back: no_method, method_cooling_off, identity_unverified …"""
    bearer = bearer_of(request)
    partner = bearer.partner
    release = current_release(partner.program_id)
    freezes_on = next_freeze(partner.program.payment_day, today_of(bearer))
    items = []
    for found in standing_list(release, partner.partner_id):
        out = money_out(partner, found.currency_code)
        split = split_of(found.balance, out, found.held_open)
        moving = out.in_payment[0] if out.in_payment else None
        items.append({
            "amount": Amount.of(split.in_payment if moving else split.available),
            "freezes_on": moving.batch.paid_on if moving else freezes_on,
            "payment_id": moving.payment_id if moving else None,
            "blocker_code": out.blocker,
            "threshold": Amount.of_minor(partner.threshold_minor, partner.payout_currency_code),
        })  # fmt: skip
    return {"items": items}


@router.get("/payments", response=schemas.Payments, summary="Payments, newest first")
@scope("payments:read")
def payments(request: HttpRequest, cursor: str = "") -> Any:
    bearer = bearer_of(request)
    asked = {"list": "payments"}
    rows = models.Payment.objects.filter(partner=bearer.partner).select_related("batch", "method")
    shown, following = page_of(rows, cursor, asked, bearer.partner.pk, PAGE_ROWS)
    return {
        "items": [_payment(one) for one in shown],
        "next_cursor": following,
    }


def _payment(payment: models.Payment) -> dict[str, Any]:
    return {
        "payment_id": payment.payment_id,
        "state": payment.state,
        "state_on": payment.state_on,
        "paid_on": payment.batch.paid_on,
        "amount": Amount.of_minor(payment.amount_minor, payment.currency_code),
        "sent": Amount.of_minor(payment.payout_minor, payment.payout_currency_code),
        "fx_rate": text(payment.fx_rate) or "1",
        "reason_code": payment.reason_code,
        "method": payment.method.masked if payment.method else "",
    }

"""Asking to be paid, taking that back, and choosing when one is paid at all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.accounts.models import MemberRole
from portal.accounts.step_up import second_factor_is_fresh, step_up_redirect
from portal.partners.errors import DomainError
from portal.payouts import services
from portal.payouts.models import PayoutRequest
from portal.payouts.money import digits, major, minor_of
from portal.payouts.requests import status_of
from portal.payouts.selectors import requests_of, schedule_of
from portal.payouts.services.requests import blocker_words
from portal.releases.money import Money
from portal.releases.money_out import money_out, split_of
from portal.releases.selectors.payments import rates_of, standing_list
from portal.web.base import fields
from portal.web.base.tags.numbers import money_named, money_text
from portal.web.partner.accounts import account_words
from portal.web.partner.bank_words import bank_reason
from portal.web.partner.frame import ASKERS, Viewer, partner_deed, partner_page, show

SHOWN = 5
# Status → tone of its glyph, and its word.
STATUS: dict[str, tuple[str, str | Promise]] = {
    "requested": ("wait", lazy("Requested")),
    "in_batch": ("wait", lazy("In a batch")),
    "approved": ("go", lazy("Approved")),
    "sent": ("go", lazy("Sent")),
    "settled": ("good", lazy("Settled")),
    "returned": ("bad", lazy("Returned")),
    "rejected": ("bad", lazy("Rejected")),
    "cancelled": ("none", lazy("Cancelled")),
}
SCHEDULES = {
    "automatic": lazy("on each payment day, whatever is available"),
    "on_request": lazy("only when we ask"),
}


class RequestForm(forms.Form):
    """How much of a balance."""

    def __init__(self, *args: Any, available: Money, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = available.currency_code
        self.fields["amount"] = forms.DecimalField(
            label=_("Amount, %(currency)s") % {"currency": code},
            decimal_places=digits(code), max_digits=15, localize=True,
            initial=major(available.minor, code),
            widget=fields.text(autocomplete="off", inputmode="decimal", dir="ltr"),
        )  # fmt: skip

    def minor(self, code: str) -> int:
        """The amount in minor units of `code`."""
        amount: Decimal = self.cleaned_data["amount"]
        return minor_of(amount, code)


@partner_page(*ASKERS, methods=("GET", "HEAD", "POST"))
def ask(viewer: Viewer) -> HttpResponseBase:
    """`?currency=USD`. A fresh second factor comes first; then the amount, all by default."""
    if not second_factor_is_fresh(viewer.request):
        return step_up_redirect(viewer.request)
    standings = standing_list(viewer.release, viewer.partner_id)
    wish = viewer.request.GET.get("currency", "")
    standing = next((s for s in standings if s.currency_code == wish or not wish), None)
    if standing is None:
        raise Http404
    code = standing.currency_code
    out = money_out(viewer.partner, code)
    available = split_of(standing.balance, out, standing.held_open).available
    form = RequestForm(viewer.request.POST or None, available=available)
    if viewer.request.method == "POST" and form.is_valid():
        try:
            services.request_make(
                by=viewer.user, partner=viewer.partner, currency_code=code,
                amount_minor=form.minor(code), available_minor=available.minor,
                rates=rates_of(viewer.release), on=viewer.today,
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(viewer.request, _("Requested. It goes into the next batch."))
            return HttpResponseRedirect(viewer.url("payments"))
    context = {
        "form": form,
        "nothing": available.minor <= 0,
        "available": money_named(available.minor, code),
        "account": account_words(out.method),
        "threshold": money_named(
            viewer.partner.threshold_minor, viewer.partner.payout_currency_code
        ),
        "stopper": blocker_words(out.blocker) if out.blocker else "",
        "back_href": viewer.url("payments"),
    }
    return show(viewer, "partner/payment_request.html", context, "payments",
                status=422 if form.errors else 200)  # fmt: skip


@partner_deed(*ASKERS)
def cancel(viewer: Viewer) -> HttpResponseBase:
    """Take a request back before a freeze has it: it can only stop something, so without a code."""
    try:
        services.request_cancel(by=viewer.user, partner=viewer.partner,
                                request_id=viewer.request.POST.get("request", ""))  # fmt: skip
    except DomainError as refusal:
        if refusal.code == "not_found":
            raise Http404 from None
        messages.error(viewer.request, str(refusal))
    else:
        messages.success(viewer.request, _("Cancelled; the amount stays in your balance."))
    return HttpResponseRedirect(viewer.url("payments"))


@partner_deed(MemberRole.OWNER)
def schedule(viewer: Viewer) -> HttpResponseBase:
    """Be paid on each payment day, or on request alone."""
    pays = viewer.request.POST.get("pays", "")
    try:
        services.schedule_set(by=viewer.user, partner=viewer.partner, pays=pays)
    except DomainError as refusal:
        messages.error(viewer.request, str(refusal))
    else:
        messages.success(viewer.request, _("Saved."))
    return HttpResponseRedirect(viewer.url("payments"))


def section(viewer: Viewer) -> dict[str, Any]:
    """The page's part on requests: the last ones, and when this partner is paid."""
    found = list(requests_of(viewer.partner)[:SHOWN])
    pays = schedule_of(viewer.partner)
    return {
        "requests": [_row(viewer, one) for one in found],
        "request_cancel_href": viewer.url("payments_request_cancel"),
        "pays": pays,
        "pays_word": SCHEDULES[pays],
        "schedules": SCHEDULES.items(),
        "schedule_href": viewer.url("payments_schedule") if viewer.may(MemberRole.OWNER) else "",
    }


def may_ask(viewer: Viewer, available: Money) -> dict[str, str]:
    """The way to ask for the balance shown, if there is something and none is open."""
    code = available.currency_code
    opened = PayoutRequest.objects.filter(
        partner=viewer.partner, currency_code=code, state="requested"
    )
    if available.minor <= 0 or not viewer.may(*ASKERS) or opened.exists():
        return {}
    return {"ask_href": f"{viewer.url('payments_request')}?currency={code}"}


def _row(viewer: Viewer, request: PayoutRequest) -> dict[str, Any]:
    found = status_of(request)
    tone, word = STATUS[found.status]
    return {
        "id": request.request_id,
        "at": request.requested_at,
        "who": request.requested_by.display_name,
        "amount": money_text(request.amount_minor, request.currency_code),
        "currency": request.currency_code,
        "tone": tone,
        "word": str(word),
        "reason": _reason(found.status, found.reason_code),
        "may_cancel": found.status == "requested" and viewer.may(*ASKERS),
    }


def _reason(status: str, code: str) -> str:
    """Why it waits or came back, and what happens next; empty when nothing is to be said."""
    if not code:
        return ""
    if status in ("returned", "rejected") and code != "batch_recalled":
        return bank_reason(code)
    known = {
        "request_too_high": _("More than was available; it waits for the next payment day."),
        "nothing_available": _("Nothing was available; it waits for the next payment day."),
        "negative_balance": _("The balance was below zero; it waits for the next payment day."),
        "below_threshold": _("Below your threshold at that day’s rate: ask for more."),
        "no_rate": _("No exchange rate had arrived; it goes into the next batch."),
        "batch_recalled": _("Finance gave the batch up; the amount is back in your balance."),
        "held_by_checker": _("Held by finance; your manager can say why."),
    }
    return known.get(code) or blocker_words(code)

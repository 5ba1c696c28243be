"""Payments: the balance, the next payment and what stands between, every payment there was."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal import clock
from portal.accounts.models import MemberRole
from portal.notices.words import ACCOUNT_KINDS
from portal.payouts.models import Payment
from portal.payouts.selectors import method_of
from portal.releases.decimals import text
from portal.releases.money import Money
from portal.releases.money_out import Split, money_out, payments_of, split_of
from portal.releases.selectors.payments import Standing, standing_list
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import decimal_text, money_named, money_text
from portal.web.partner import invoices, payment_requests
from portal.web.partner.accounts import account_words
from portal.web.partner.balance import available_words, balance_bar
from portal.web.partner.bank_words import bank_reason
from portal.web.partner.days import today_in
from portal.web.partner.display import shown_in
from portal.web.partner.frame import Viewer, partner_page, show
from portal.web.partner.next_payment import next_payment

# State → tone of its glyph, and its word. Who acts next stands in the trail.
STATES: dict[str, tuple[str, str | Promise]] = {
    "frozen": ("wait", gettext_lazy("Frozen")),
    "held": ("wait", gettext_lazy("Held")),
    "exported": ("go", gettext_lazy("Sent")),
    "accepted": ("go", gettext_lazy("Accepted")),
    "rejected": ("bad", gettext_lazy("Rejected")),
    "settled": ("good", gettext_lazy("Settled")),
    "returned": ("bad", gettext_lazy("Returned")),
    "recalled": ("none", gettext_lazy("Recalled")),
}


@partner_page(MemberRole.OWNER, MemberRole.FINANCE, MemberRole.READ_ONLY)
def payments(viewer: Viewer) -> HttpResponseBase:
    """`?currency=USD` when the partner has balances in several."""
    standings = standing_list(viewer.release, viewer.partner_id)
    wish = viewer.request.GET.get("currency", "")
    found = [s for s in standings if not wish or s.currency_code == wish]
    if wish and not found:
        raise Http404
    history = payments_of(viewer.partner)
    context: dict[str, Any] = {
        "history": [_payment_row(p) for p in history],
        "settled": _settled(history),
        "partner": viewer.partner,
        "statements_href": viewer.url("statements"),
        **_method(viewer),
        **payment_requests.section(viewer),
        **invoices.section(viewer),
    }
    if not found:
        return show(viewer, "partner/payments_empty.html", context, "payments")
    context |= _balance(viewer, found[0])
    context |= payment_requests.may_ask(viewer, context["available"])
    codes = [s.currency_code for s in standings]
    if len(codes) > 1:
        context["currency_menu"] = {
            "present": found[0].currency_code,
            "links": [{"href": f"?currency={code}", "text": code} for code in codes],
        }
    return show(viewer, "partner/payments.html", context, "payments")


def _method(viewer: Viewer) -> dict[str, Any]:
    """Where money goes, and what this person may do about it."""
    method = method_of(viewer.partner)
    waits = method is not None and method.usable_from > clock.now()
    may_stop = waits and viewer.may(MemberRole.OWNER, MemberRole.FINANCE)
    return {
        "method": method,
        "method_account": account_words(method),
        "method_word": str(ACCOUNT_KINDS.get(method.kind, method.kind)) if method else "",
        "usable": not waits,
        "method_href": viewer.url("payments_method") if viewer.may(MemberRole.OWNER) else "",
        "cancel_href": viewer.url("payments_method_cancel") if may_stop else "",
    }


def _balance(viewer: Viewer, standing: Standing) -> dict[str, Any]:
    today = today_in(viewer.release.manifest.as_of, viewer.program.time_zone)
    out = money_out(viewer.partner, standing.currency_code)
    split = split_of(standing.balance, out, standing.held_open)
    return {
        "currency": standing.currency_code,
        "available": split.available,
        "digits": split.available.currency.digits,
        "shown_in": shown_in(viewer, split.in_payment or split.available),
        "next": next_payment(viewer, split, out, today),
        "bar": balance_bar(viewer, split, out, today),
        "sums": _sums(standing, split),
        "as_of_day": today,
        "threshold": money_named(
            viewer.partner.threshold_minor, viewer.partner.payout_currency_code
        ),
        "payment_day": viewer.program.payment_day,
    }


def _sums(standing: Standing, split: Split) -> list[dict[str, str]]:
    """How the next payment comes about: booked, less what waits, is held, or has been paid; of
    what is left, what is on its way or, if nothing is, what is available."""
    balance = standing.balance
    count = len(standing.statements)
    booked = ngettext("booked on one statement", "booked on %(n)s statements", count)
    rows = [("", balance.booked, booked % {"n": count})]
    if balance.on_hold:
        rows.append(("−", balance.on_hold, _("hold still running")))
    if balance.held:
        rows.append(("−", balance.held, _("under review")))
    if split.paid:
        rows.append(("−", split.paid, _("paid")))
    if split.in_payment and split.available.minor > 0:
        rows.append(("−", split.available, _("available, for the payment after it")))
    elif split.in_payment and split.available:
        rows.append(("+", -split.available, available_words(split)))
    last = split.in_payment or split.available
    label = _("%(code)s, in payment") if split.in_payment else _("%(code)s, available")
    found = [{"sign": sign, "amount": _text(amount), "label": label, "css": ""}
             for sign, amount, label in rows]  # fmt: skip
    found.append(
        {
            "sign": "",
            "amount": _text(last),
            "css": "fin",
            "label": label % {"code": last.currency_code},
        }
    )
    return found


def _text(amount: Money) -> str:
    return money_text(amount.minor, amount.currency.code, amount.currency.digits)


def _payment_row(payment: Payment) -> dict[str, Any]:
    tone, word = STATES.get(payment.state, ("none", payment.state))
    same = payment.currency_code == payment.payout_currency_code
    received = payment.payout_minor if payment.state == "settled" else None
    if payment.state in ("returned", "rejected"):
        received = 0
    return {
        "on": payment.batch.paid_on,
        "id": payment.end_to_end_id,
        "to": account_words(payment.method),
        "tone": tone,
        "word": str(word),
        "currency": payment.currency_code,
        "amount": money_text(payment.amount_minor, payment.currency_code),
        "rate": "–"
        if same
        else decimal_text(payment.fx_rate, len(text(payment.fx_rate).partition(".")[2])),
        "rate_on": day_text(payment.fx_on, "d MMM") if payment.fx_on and not same else "",
        "rate_source": payment.fx_source,
        "payout_currency": payment.payout_currency_code,
        "sent": money_text(payment.payout_minor, payment.payout_currency_code),
        "received": money_text(received, payment.payout_currency_code),
        "story": _story(payment),
    }


def _story(payment: Payment) -> dict[str, Any] | None:
    """What happened to a payment that came back, told in full; None for one that went well."""
    if payment.state not in ("returned", "rejected"):
        return None
    sent = money_named(payment.payout_minor, payment.payout_currency_code)
    left = money_named(payment.amount_minor, payment.currency_code)
    trail = [{"on": payment.batch.paid_on, "text": _("Batch frozen, rate fixed"), "css": ""}]
    if payment.batch.approved_at:
        trail.append({"on": payment.batch.approved_at, "text": _("Approved by finance"), "css": ""})
    if payment.batch.exported_at:
        trail.append({"on": payment.batch.exported_at, "text": _("Sent to our bank"), "css": ""})
    for answer in payment.answers.all():
        bad = answer.state in ("returned", "rejected")
        word = STATES.get(answer.state, ("", answer.state))[1]
        trail.append({"on": answer.answered_on, "text": str(word), "css": "bad" if bad else ""})
    return {
        "title": _("Why %(sum)s came back, and where it is now") % {"sum": sent},
        "text": _(
            "%(reason)s Nothing was lost: %(left)s are back in your balance. A returned payment is "
            "never sent again; a new one is made with the next batch, and it converts anew."
        )
        % {"reason": bank_reason(payment.reason_code), "left": left},
        "sum": f"{payment.amount_minor}",
        "trail": trail,
    }


def _settled(history: list[Payment]) -> list[dict[str, Any]]:
    """Sums of what was settled, one a pair of currencies: sums of two currencies do not exist."""
    sums: dict[tuple[str, str], list[Payment]] = {}
    for payment in history:
        if payment.state == "settled":
            sums.setdefault((payment.currency_code, payment.payout_currency_code), []).append(
                payment
            )
    return [
        {
            "count": len(rows),
            "amount": money_text(sum(p.amount_minor for p in rows), code),
            "currency": code,
            "received": money_text(sum(p.payout_minor for p in rows), payout),
            "payout_currency": payout,
        }
        for (code, payout), rows in sums.items()
    ]

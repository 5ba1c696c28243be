"""The partner's own invoices: sent for a closed statement, followed, taken back, read again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.accounts.models import MemberRole
from portal.partners.errors import DomainError
from portal.payouts import services
from portal.payouts.models import Invoice
from portal.payouts.money import minor_of
from portal.payouts.selectors import invoices_of
from portal.releases.selectors.statements import Statement, statement_list
from portal.uploads import upload_response
from portal.web.base import fields
from portal.web.base.tags.numbers import money_named, money_text
from portal.web.partner.frame import Viewer, partner_deed, partner_page, show
from portal.web.partner.labels import period_label

SENDERS = (MemberRole.OWNER, MemberRole.FINANCE)
READERS = (MemberRole.OWNER, MemberRole.FINANCE, MemberRole.READ_ONLY)
STATES: dict[str, tuple[str, str | Promise]] = {
    "received": ("wait", lazy("Received")),
    "accepted": ("good", lazy("Accepted")),
    "refused": ("bad", lazy("Refused")),
    "withdrawn": ("none", lazy("Withdrawn")),
}


class InvoiceForm(forms.Form):
    """One invoice for one statement."""

    statement = forms.ChoiceField(label=lazy("For the statement"), widget=fields.choice())
    number = forms.RegexField(
        r"^[^\x00-\x1f<>]{1,40}$", label=lazy("Your invoice number"),
        error_messages={"invalid": lazy("At most 40 characters, none of < and >.")},
        widget=fields.text(autocomplete="off", dir="ltr"),
    )  # fmt: skip
    issued_on = forms.DateField(label=lazy("Day of the invoice"), widget=fields.day())
    amount = forms.DecimalField(
        label=lazy("Amount before tax, in the statement’s currency"), min_value=Decimal("0.001"),
        max_digits=15, decimal_places=3, localize=True,
        widget=fields.text(autocomplete="off", inputmode="decimal", dir="ltr"),
    )  # fmt: skip
    upload = forms.FileField(
        label=lazy("The invoice: PDF or PNG, at most 5 MB"),
        widget=forms.FileInput(attrs={"class": "field", "accept": ".pdf,.png"}),
    )


@partner_page(*SENDERS, methods=("GET", "HEAD", "POST"))
def send(viewer: Viewer) -> HttpResponseBase:
    """Send an invoice; statements with a living one are not offered again."""
    open_ones = _open_statements(viewer)
    form = InvoiceForm(viewer.request.POST or None, viewer.request.FILES or None)
    form.fields["statement"].choices = [  # type: ignore[attr-defined]
        (key, _statement_words(viewer, one)) for key, one in open_ones.items()
    ]
    if viewer.request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        one = open_ones[asked["statement"]]
        code = one.total.currency_code
        try:
            services.invoice_send(
                by=viewer.user, partner=viewer.partner, number=asked["number"],
                issued_on=asked["issued_on"], calendar_id=one.calendar_id,
                period_id=one.period_id, currency_code=code, statement_minor=one.total.minor,
                amount_minor=minor_of(asked["amount"], code), upload=asked["upload"],
            )  # fmt: skip
        except (DomainError, ValidationError) as refusal:
            for text in getattr(refusal, "messages", [str(refusal)]):
                form.add_error(None, text)
        else:
            messages.success(viewer.request, _("Sent. Finance accepts it, or says why not."))
            return HttpResponseRedirect(viewer.url("payments"))
    context = {"form": form, "has_statements": bool(open_ones), "back_href": viewer.url("payments")}
    return show(viewer, "partner/invoice.html", context, "payments",
                status=422 if form.errors else 200)  # fmt: skip


@partner_deed(*SENDERS)
def withdraw(viewer: Viewer, invoice_no: int) -> HttpResponseBase:
    """Take an invoice back that nobody has decided."""
    try:
        services.invoice_withdraw(by=viewer.user, invoice=_found(viewer, invoice_no))
    except DomainError as refusal:
        messages.error(viewer.request, str(refusal))
    else:
        messages.success(viewer.request, _("Withdrawn."))
    return HttpResponseRedirect(viewer.url("payments"))


@partner_page(*READERS)
def download(viewer: Viewer, invoice_no: int) -> HttpResponseBase:
    """The file as it was sent."""
    found = _found(viewer, invoice_no)
    return upload_response(found.program_id, found.file_sha256, found.file_name)


def section(viewer: Viewer) -> dict[str, Any]:
    """The page's part on invoices."""
    return {
        "invoices": [_row(viewer, one) for one in invoices_of(viewer.partner)],
        "invoice_href": viewer.url("payments_invoice") if viewer.may(*SENDERS) else "",
    }


def _row(viewer: Viewer, one: Invoice) -> dict[str, Any]:
    tone, word = STATES[one.state]
    opened = viewer.opened
    period = opened.period(one.calendar_id, one.period_id) if opened else None
    return {
        "number": one.number,
        "issued_on": one.issued_on,
        "period": period_label(period, one.period_id),
        "amount": money_text(one.amount_minor, one.currency_code),
        "currency": one.currency_code,
        "differs": one.amount_minor != one.statement_minor,
        "statement": money_named(one.statement_minor, one.currency_code),
        "tone": tone,
        "word": str(word),
        "reason": one.reason,
        "file_href": viewer.url("payments_invoice_file", invoice_no=one.pk),
        "withdraw_href": viewer.url("payments_invoice_withdraw", invoice_no=one.pk)
        if one.state == "received" and viewer.may(*SENDERS)
        else "",
    }


def _open_statements(viewer: Viewer) -> dict[str, Statement]:
    living = set(
        invoices_of(viewer.partner)
        .filter(state__in=("received", "accepted"))
        .values_list("calendar_id", "period_id", "currency_code")
    )
    return {
        f"{one.calendar_id}/{one.period_id}/{one.total.currency_code}": one
        for one in statement_list(viewer.release, viewer.partner_id)
        if one.total.minor > 0
        and (one.calendar_id, one.period_id, one.total.currency_code) not in living
    }


def _statement_words(viewer: Viewer, one: Statement) -> str:
    period = viewer.release.period(one.calendar_id, one.period_id)
    label = period_label(period, one.period_id)
    return f"{label}, {money_named(one.total.minor, one.total.currency_code)}"


def _found(viewer: Viewer, invoice_no: int) -> Invoice:
    """An invoice of this partner. Raises Http404."""
    found = invoices_of(viewer.partner).filter(pk=invoice_no).first()
    if found is None:
        raise Http404
    return found

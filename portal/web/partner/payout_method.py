"""Where the money goes: an owner changes it with a fresh second factor; anybody stops a change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.accounts.models import MemberRole
from portal.accounts.step_up import second_factor_is_fresh, step_up_redirect
from portal.notices.words import ACCOUNT_KINDS
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.payouts.services import method_cancel, method_set
from portal.web.base import fields
from portal.web.partner.frame import Viewer, partner_deed, partner_page, show

# Seconds for which a code counts: long enough to fill the form in.


class MethodForm(forms.Form):
    """An account, in the words of its kind."""

    kind = forms.ChoiceField(
        label=lazy("Way"), widget=fields.choice(), choices=list(ACCOUNT_KINDS.items())
    )
    holder_name = forms.CharField(
        label=lazy("Account holder, as the bank knows it"), max_length=70,
        widget=fields.text(autocomplete="off"),
    )  # fmt: skip
    account = forms.CharField(
        label=lazy(
            "IBAN or account number; for Wise and PayPal the e-mail address; for crypto the "
            "network, a space and the address"
        ),
        max_length=120, widget=fields.text(autocomplete="off", dir="ltr", spellcheck="false"),
    )  # fmt: skip
    bic = forms.CharField(
        label=lazy("BIC, for a bank wire"), max_length=11, required=False,
        widget=fields.text(autocomplete="off", dir="ltr"),
    )  # fmt: skip
    town = forms.CharField(
        label=lazy("Town of the account holder"), max_length=35, required=False,
        widget=fields.text(autocomplete="off"),
    )  # fmt: skip
    country = forms.RegexField(
        r"^[A-Za-z]{2}$", label=lazy("Country, two letters"), required=False,
        error_messages={"invalid": lazy("Write two letters, as in DE.")},
        widget=fields.text(autocomplete="off", maxlength="2", dir="ltr"),
    )  # fmt: skip


@partner_page(MemberRole.OWNER, methods=("GET", "HEAD", "POST"))
def change(viewer: Viewer) -> HttpResponseBase:
    """Ask for the new account. A code of the authenticator, at most ten minutes old, comes first;
    it is asked for again when it grew too old while the form was filled in."""
    if not second_factor_is_fresh(viewer.request):
        return step_up_redirect(viewer.request)
    form = MethodForm(viewer.request.POST or None)
    if viewer.request.method == "POST" and form.is_valid():
        try:
            method_set(by=Author.of(viewer.user), partner=viewer.partner, **form.cleaned_data)
        except (DomainError, ValidationError) as refusal:
            for text in getattr(refusal, "messages", [str(refusal)]):
                form.add_error(None, text)
        else:
            messages.success(
                viewer.request, _("Changed. It is used in 72 hours; your team was told by mail.")
            )
            return HttpResponseRedirect(viewer.url("payments"))
    context: dict[str, Any] = {"form": form, "back_href": viewer.url("payments")}
    return show(viewer, "partner/payout_method.html", context, "payments",
                status=422 if form.errors else 200, has_figures=False)  # fmt: skip


@partner_deed(MemberRole.OWNER, MemberRole.FINANCE)
def cancel(viewer: Viewer) -> HttpResponseBase:
    """Take a change back while it waits: needs no code, because it can only stop something."""
    try:
        method_cancel(by=Author.of(viewer.user), partner=viewer.partner,
                      reason="taken back on the page Payments")  # fmt: skip
    except DomainError:
        messages.error(viewer.request, _("No change waits any more."))
    else:
        messages.success(viewer.request, _("Taken back; the account before it is used."))
    return HttpResponseRedirect(viewer.url("payments"))

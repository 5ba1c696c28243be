"""A program (tenant): its settings of payments, changed with a reason; what it is made of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.branding.selectors import ruling
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.partners.services import program_change
from portal.payouts.money import major, minor_of
from portal.web.base import fields
from portal.web.staff import payment_fields
from portal.web.staff.frame import PROGRAM_OWNERS, Desk, needs, staff_page

TABS = (
    ("program", lazy("Settings")),
    ("look", lazy("Look and texts")),
    ("hosts", lazy("Hosts and landing pages")),
    ("sources", lazy("Postback sources")),
    ("admission", lazy("Admission")),
    ("roles", lazy("People and roles")),
)


class ProgramForm(forms.Form):
    """What of a program may change; the rest stands for ever."""

    payment_day = payment_fields.payment_day()
    two_checkers_above = payment_fields.two_checkers_above()
    debtor_name = forms.CharField(
        label=lazy("Name on the account that payments leave"), max_length=70, required=False,
        widget=fields.text(),
    )  # fmt: skip
    debtor_iban = forms.CharField(
        label=lazy("IBAN"), max_length=42, required=False, widget=fields.text(dir="ltr")
    )
    debtor_bic = forms.CharField(
        label=lazy("BIC"), max_length=11, required=False, widget=fields.text(dir="ltr")
    )
    reason = forms.CharField(
        label=lazy("Reason, for the audit"), max_length=300, widget=fields.lines()
    )


def tabs_of(desk: Desk, here: str) -> list[dict[str, Any]]:
    """The pages of a program, for its administrators."""
    return [{"text": word, "href": desk.url(name), "is_here": name == here} for name, word in TABS]


@staff_page(*PROGRAM_OWNERS)
def program(desk: Desk) -> HttpResponseBase:
    """What the program is, and what of it may change."""
    return _page(desk, ProgramForm(initial=_initial(desk)))


@staff_page(*PROGRAM_OWNERS, methods=("POST",))
def change(desk: Desk) -> HttpResponseBase:
    """Change it, with a reason."""
    form = ProgramForm(desk.request.POST)
    if not form.is_valid():
        return _page(desk, form, status=422)
    asked = dict(form.cleaned_data)
    above = asked.pop("two_checkers_above")
    code = desk.program.currency_code
    try:
        asked["two_checkers_above_minor"] = None if above is None else minor_of(above, code)
    except DomainError as refusal:
        form.add_error("two_checkers_above", str(refusal))
        return _page(desk, form, status=422)
    try:
        program_change(
            by=Author.of(desk.user), program_id=desk.program.program_id,
            reason=asked.pop("reason"), **asked,
        )  # fmt: skip
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
    else:
        messages.success(desk.request, _("Saved."))
        return HttpResponseRedirect(desk.url("program"))
    return _page(desk, form, status=422)


def _initial(desk: Desk) -> dict[str, Any]:
    found = desk.program
    names = ("payment_day", "debtor_name", "debtor_iban", "debtor_bic")
    minor = found.two_checkers_above_minor
    return {name: getattr(found, name) for name in names} | {
        "two_checkers_above": None if minor is None else _amount(minor, found.currency_code)
    }


def _amount(minor: int, currency: str) -> str:
    return f"{major(minor, currency):f}"


def _page(desk: Desk, form: ProgramForm, status: int = 200) -> HttpResponseBase:
    found = desk.program
    brand = ruling(found.program_id)
    context = {
        "form": form,
        "change_url": desk.url("program_change"),
        "new_url": desk.url("program_new"),
        "tabs": tabs_of(desk, "program"),
        "facts": [
            (_("Program"), found.program_id),
            (_("Vertical"), found.vertical),
            (_("Currency"), found.currency_code),
            (_("Time zone"), found.time_zone),
            (_("Rates"), found.rate_set),
            (_("Days from click to registration"), found.window_days),
            (_("Calendars"), ", ".join(found.calendar_ids)),
            (_("Domain"), found.domain or "–"),
            (_("Look"), _("version %s") % brand.version_no if brand else _("of the house")),
        ],
        "who_may": needs(*PROGRAM_OWNERS),
        "nav_current": "staff:program",
    }
    return desk.render("staff/program/settings.html", context, status=status)

"""Closing by hand: the open periods, and the token that the Dagster UI asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.accounts.second_factor import passkey_shown_at
from portal.partners.errors import DomainError
from portal.partners.periods import period_get
from portal.payouts.services import close_token_mint
from portal.payouts.services.closing import CLOSERS
from portal.web.staff.frame import Desk, staff_page
from portal.web.staff.passkey import passkey_context


class CloseForm(forms.Form):
    """Which calendar's open period, and the authenticator's code."""

    calendar = forms.CharField(max_length=12)
    code = forms.CharField(
        max_length=8, required=False, label=lazy("Code of your authenticator, now")
    )


@staff_page(*CLOSERS, methods=("GET", "HEAD", "POST"))
def periods(desk: Desk) -> HttpResponseBase:
    """The open periods; a POST mints a token for one, shown once."""
    context: dict[str, Any] = {
        "calendars": [
            {
                "calendar_id": calendar.calendar_id,
                "period": period_get(calendar.calendar_id, calendar.open_period_id),
            }
            for calendar in desk.program.calendars.all()
        ],
        "dagster_url": settings.DAGSTER_URL,
        "page_url": desk.url("close"),
        "passkey": passkey_context(desk, desk.url("close")),
        "nav_current": "staff:home",
    }
    if desk.request.method != "POST":
        return desk.render("staff/close.html", context)
    form = CloseForm(desk.request.POST)
    shown_at = passkey_shown_at(desk.request, desk.user)
    try:
        if not form.is_valid() or not (form.cleaned_data["code"] or shown_at):
            raise DomainError("form", _("Choose a period and give the code of your authenticator."))
        text, token = close_token_mint(
            person=desk.user,
            program_id=desk.program.program_id,
            calendar_id=form.cleaned_data["calendar"],
            code=form.cleaned_data["code"],
            passkey_shown_at=shown_at,
        )
    except DomainError as refusal:
        context["mint_error"] = str(refusal)
        return desk.render("staff/close.html", context, status=422)
    context["token"] = {"text": text, "row": token, "run_config": _run_config(token.subject, text)}
    return desk.render("staff/close.html", context)


def _run_config(subject: str, text: str) -> str:
    """YAML for the launchpad of `close_period_job`."""
    program_id, calendar_id, period_id = subject.split("/")
    return "\n".join(
        (
            "ops:",
            "  close_one_period:",
            "    config:",
            f'      program: "{program_id}"',
            f'      calendar: "{calendar_id}"',
            f'      period: "{period_id}"',
            f'      token: "{text}"',
        )
    )

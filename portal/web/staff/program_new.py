"""Another program: an administrator of one opens the next, and is its administrator."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from portal import clock
from portal.accounts.step_up import second_factor_is_fresh, step_up_redirect
from portal.branding.tenants import tenant_open
from portal.partners.errors import DomainError
from portal.partners.periods import period_of
from portal.web.staff.frame import PROGRAM_OWNERS, Desk, needs, staff_page
from portal.web.staff.program_form import NewProgramForm


@staff_page(*PROGRAM_OWNERS, methods=("GET", "HEAD", "POST"))
def new(desk: Desk) -> HttpResponseBase:
    """The form, behind a fresh second factor; a POST opens the program."""
    if not second_factor_is_fresh(desk.request):
        return step_up_redirect(desk.request)
    if desk.request.method != "POST":
        return _page(desk, NewProgramForm(initial=_initial(desk)))
    form = NewProgramForm(desk.request.POST)
    if form.is_valid():
        try:
            made = tenant_open(by=desk.user, **form.asked())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(
                desk.request, _("%(program)s is open, and you are its administrator.")
                % {"program": made.name},
            )  # fmt: skip
            return HttpResponseRedirect(reverse("staff:program", args=[made.program_id]))
    return _page(desk, form, status=422)


def _initial(desk: Desk) -> dict[str, str]:
    here = desk.program
    return {
        "time_zone": here.time_zone,
        "currency_code": here.currency_code,
        "rate_set": here.rate_set,
        "first_period_id": period_of("month", clock.now().date()).period_id,
    }


def _page(desk: Desk, form: NewProgramForm, status: int = 200) -> HttpResponseBase:
    context = {
        "form": form,
        "back_url": desk.url("program"),
        "who_may": needs(*PROGRAM_OWNERS),
        "nav_current": "staff:program",
    }
    return desk.render("staff/program/new.html", context, status=status)

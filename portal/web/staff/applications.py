"""Applications: who wants in, with what, and the decision that the applicant reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.audit.services import audit_record
from portal.onboarding.models import Application
from portal.onboarding.selectors import applications_for_staff
from portal.onboarding.services import application_decide
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.uploads import upload_response
from portal.web.staff.frame import APPLICATION_READERS, Desk, staff_page

DECIDED_SHOWN = 10


class DecideForm(forms.Form):
    """Admitted or refused, and why."""

    deed = forms.ChoiceField(choices=[(d, d) for d in ("approve", "refuse")])
    reason = forms.CharField(max_length=500)


@staff_page(*APPLICATION_READERS)
def queue(desk: Desk) -> HttpResponseBase:
    """Applications that wait, the first handed in first, and the ones decided last."""
    return desk.render("staff/applications.html", _context(desk, None))


@staff_page(*APPLICATION_READERS)
def one(desk: Desk, application_id: str) -> HttpResponseBase:
    """One application. It holds personal data: being read is in the audit."""
    found = _application_at(desk, application_id)
    audit_record(who=desk.user, verb="application read", object_kind="application",
                 object_id=str(found), program_id=found.program_id)  # fmt: skip
    return desk.render("staff/applications.html", _context(desk, found))


@staff_page(*APPLICATION_READERS)
def document(desk: Desk, application_id: str, file_id: int) -> HttpResponseBase:
    """A document handed in, as an attachment. It holds personal data: being read is on record."""
    found = _application_at(desk, application_id)
    file = found.files.filter(pk=file_id).first()
    if file is None:
        raise Http404
    audit_record(who=desk.user, verb="application document read", object_kind="application",
                 object_id=str(found), program_id=found.program_id,
                 details={"name": file.name})  # fmt: skip
    return upload_response(desk.program.program_id, file.sha256, file.name)


@staff_page(*APPLICATION_READERS, methods=("POST",))
def decide(desk: Desk, application_id: str) -> HttpResponseBase:
    """Admit (a partner, a deal and a first link come of it) or refuse, with a reason."""
    found = _application_at(desk, application_id)
    form = DecideForm(desk.request.POST)
    if not form.is_valid():
        messages.error(desk.request, _("Say why: the applicant reads it."))
        return HttpResponseRedirect(desk.url("applications_one", application_id=application_id))
    try:
        application_decide(
            by=Author.of(desk.user), application=found, reason=form.cleaned_data["reason"],
            approve=form.cleaned_data["deed"] == "approve",
        )  # fmt: skip
    except DomainError as refusal:
        messages.error(desk.request, str(refusal))
    return HttpResponseRedirect(desk.url("applications_one", application_id=application_id))


def _application_at(desk: Desk, application_id: str) -> Application:
    own = applications_for_staff(desk.user).filter(program=desk.program)
    found = own.filter(application_id=application_id).first()
    if found is None:
        raise Http404
    return found


def _context(desk: Desk, chosen: Application | None) -> dict[str, Any]:
    own = applications_for_staff(desk.user).filter(program=desk.program)
    decided = own.filter(state__in=("approved", "refused")).order_by("-decided_at")
    return {
        "waiting": [_row(desk, a) for a in own.filter(state="submitted").order_by("submitted_at")],
        "decided": [_row(desk, a) for a in decided[:DECIDED_SHOWN]],
        "chosen": _row(desk, chosen) if chosen else None,
        "nav_current": "staff:applications",
    }


def _row(desk: Desk, application: Application) -> dict[str, Any]:
    name = application.application_id
    return {
        "id": name,
        "application": application,
        "href": desk.url("applications_one", application_id=name),
        "decide_url": desk.url("applications_decide", application_id=name),
    }

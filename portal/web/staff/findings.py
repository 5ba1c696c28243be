"""Compliance findings: raised on a partner with evidence and a day, answered, closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal import clock
from portal.audit.services import audit_record
from portal.compliance.models import Finding
from portal.compliance.selectors import finding_file, findings_for_user
from portal.compliance.services import finding_answer, finding_close, finding_open
from portal.partners.authors import Author
from portal.partners.errors import DomainError, NotFound
from portal.partners.models import Partner
from portal.uploads import ACCEPT, upload_response
from portal.web.base import fields
from portal.web.staff.frame import FINDING_READERS, FINDING_WRITERS, Desk, needs, staff_page

CLOSED_SHOWN = 10
SEVERITIES = {"note": lazy("Note"), "warning": lazy("Warning"), "breach": lazy("Breach")}
TONES = {"note": "none", "warning": "wait", "breach": "bad"}
OUTCOMES = {
    "put_right": lazy("put right"),
    "unfounded": lazy("unfounded"),
    "sanctioned": lazy("with consequences"),
}


class FindingForm(forms.Form):
    """What was found, on whom, and by when it is put right."""

    partner_id = forms.CharField(label=lazy("Partner"), max_length=20,
                                 widget=fields.text(dir="ltr", placeholder="P-2041"))  # fmt: skip
    severity = forms.ChoiceField(label=lazy("Severity"), choices=list(SEVERITIES.items()),
                                 widget=fields.choice())  # fmt: skip
    title = forms.CharField(label=lazy("What it is, in a few words"), max_length=200,
                            widget=fields.text())  # fmt: skip
    text = forms.CharField(label=lazy("What was seen, and what is asked"), max_length=4000,
                           widget=fields.lines(rows="4"))  # fmt: skip
    url = forms.URLField(label=lazy("Where it was seen"), max_length=500, required=False,
                         assume_scheme="https",
                         widget=fields.text(dir="ltr", placeholder="https://"))  # fmt: skip
    due_on = forms.DateField(label=lazy("To be put right by"), widget=fields.day())
    evidence = fields.FilesField(label=lazy("Evidence, which the partner sees"), accept=ACCEPT)


class AnswerForm(forms.Form):
    """What the partner reads; with an outcome it ends the finding."""

    text = forms.CharField(max_length=500)
    outcome = forms.ChoiceField(choices=[("", ""), *OUTCOMES.items()], required=False)


@staff_page(*FINDING_READERS)
def queue(desk: Desk) -> HttpResponseBase:
    """Open findings, the first due first, and those closed last."""
    return _page(desk, None, FindingForm())


@staff_page(*FINDING_READERS)
def one(desk: Desk, finding_id: str) -> HttpResponseBase:
    """One finding with its thread. Being read is in the audit."""
    found = _finding_at(desk, finding_id)
    audit_record(who=desk.user, verb="finding read", object_kind="finding", object_id=str(found),
                 program_id=found.program_id)  # fmt: skip
    return _page(desk, found, FindingForm())


@staff_page(*FINDING_WRITERS, methods=("POST",))
def raise_one(desk: Desk) -> HttpResponseBase:
    """Ask a partner to put something right."""
    form = FindingForm(desk.request.POST, desk.request.FILES)
    if form.is_valid():
        asked = dict(form.cleaned_data)
        own = Partner.objects.filter(program=desk.program, partner_id=asked.pop("partner_id"))
        partner = own.select_related("program").first()
        if partner is None:
            form.add_error("partner_id", _("The program has no such partner."))
        else:
            try:
                made = finding_open(by=Author.of(desk.user), partner=partner, **asked)
            except (DomainError, ValidationError) as refusal:
                lines = refusal.messages if isinstance(refusal, ValidationError) else str(refusal)
                form.add_error(None, lines)
            else:
                messages.success(desk.request, _("Raised: the partner is told."))
                return HttpResponseRedirect(desk.url("findings_one", finding_id=made.finding_id))
    return _page(desk, None, form, status=422)


@staff_page(*FINDING_WRITERS, methods=("POST",))
def answer(desk: Desk, finding_id: str) -> HttpResponseBase:
    """Write to the partner, or close the finding with how it ended."""
    found = _finding_at(desk, finding_id)
    form = AnswerForm(desk.request.POST)
    try:
        if not form.is_valid():
            raise DomainError("empty", _("Write something first."))
        text, outcome = form.cleaned_data["text"], form.cleaned_data["outcome"]
        if outcome:
            finding_close(by=Author.of(desk.user), finding=found, reason=text, outcome=outcome)
        else:
            finding_answer(by=Author.of(desk.user), finding=found, side="operator", text=text)
    except DomainError as refusal:
        messages.error(desk.request, str(refusal))
    return HttpResponseRedirect(desk.url("findings_one", finding_id=finding_id))


@staff_page(*FINDING_READERS)
def file(desk: Desk, finding_id: str, evidence_id: int) -> HttpResponseBase:
    """A file of a finding."""
    try:
        found = finding_file(_finding_at(desk, finding_id), evidence_id)
    except NotFound:
        raise Http404 from None
    return upload_response(desk.program.program_id, found.sha256, found.name)


def _finding_at(desk: Desk, finding_id: str) -> Finding:
    own = findings_for_user(desk.user).filter(program=desk.program)
    found = own.filter(finding_id=finding_id).first()
    if found is None:
        raise Http404
    return found


def _row(desk: Desk, finding: Finding) -> dict[str, Any]:
    return {
        "finding": finding,
        "severity": SEVERITIES[finding.severity], "tone": TONES[finding.severity],
        "outcome": OUTCOMES.get(finding.outcome, ""),
        "is_late": finding.state != "closed" and finding.due_on < clock.now().date(),
        "href": desk.url("findings_one", finding_id=finding.finding_id),
        "answer_url": desk.url("findings_answer", finding_id=finding.finding_id),
        "files": [
            {"name": file.name, "href": desk.url("findings_file", finding_id=finding.finding_id,
                                                 evidence_id=file.pk)}
            for file in finding.evidence.all()
        ],
    }  # fmt: skip


def _page(desk: Desk, chosen: Finding | None, form: FindingForm, status: int = 200
          ) -> HttpResponseBase:  # fmt: skip
    own = findings_for_user(desk.user).filter(program=desk.program)
    closed = own.filter(state="closed").order_by("-closed_at")
    context = {
        "waiting": [_row(desk, f) for f in own.exclude(state="closed").order_by("due_on", "pk")],
        "closed": [_row(desk, f) for f in closed[:CLOSED_SHOWN]],
        "chosen": _row(desk, chosen) if chosen else None,
        "form": form, "raise_url": desk.url("findings_raise"), "outcomes": OUTCOMES.items(),
        "may_write": desk.has_role(*FINDING_WRITERS), "who_may": needs(*FINDING_WRITERS),
        "nav_current": "staff:findings",
    }  # fmt: skip
    return desk.render("staff/findings.html", context, status=status)

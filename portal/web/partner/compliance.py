"""Compliance: documents and who accepted them, words not to use, disclosures, findings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.compliance import selectors, services
from portal.compliance.keywords import LONGEST_TEXT, hits
from portal.compliance.models import Finding
from portal.partners.authors import Author
from portal.partners.errors import DomainError, NotFound
from portal.uploads import upload_response
from portal.web.base import fields
from portal.web.base.tags.numbers import locale_now
from portal.web.partner.frame import WRITERS, Viewer, partner_deed, partner_page, show
from portal.web.partner.labels import country_label

SEVERITIES: dict[str, tuple[str, str | Promise]] = {
    "note": ("none", lazy("Note")),
    "warning": ("wait", lazy("Warning")),
    "breach": ("bad", lazy("Breach")),
}
STATES: dict[str, tuple[str, str | Promise]] = {
    "opened": ("wait", lazy("Your turn")),
    "answered": ("go", lazy("Answered, being looked at")),
    "closed": ("good", lazy("Closed")),
}
OUTCOMES: dict[str, str | Promise] = {
    "put_right": lazy("put right"),
    "unfounded": lazy("unfounded"),
    "sanctioned": lazy("with consequences"),
}
SCOPES: dict[str, str | Promise] = {
    "everywhere": lazy("everywhere"),
    "ads": lazy("in paid ads"),
    "domain": lazy("in domain names"),
}


class CheckForm(forms.Form):
    """A list of keywords, or the text of a page."""

    text = forms.CharField(
        label=lazy("Keywords, one a line, or the text of a page"), max_length=LONGEST_TEXT,
        widget=fields.lines(rows="6"),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """An answer to a finding."""

    text = forms.CharField(
        label=lazy("Your answer"), max_length=4000, widget=fields.lines(rows="3")
    )


@partner_page()
def compliance(viewer: Viewer) -> HttpResponseBase:
    """What the program asks, what waits for this partner, and what must be put right."""
    return _page(viewer, CheckForm())


@partner_page(methods=("POST",))
def check(viewer: Viewer) -> HttpResponseBase:
    """Which words of a list or a page must not be used; nothing of it is kept."""
    form = CheckForm(viewer.request.POST)
    if not form.is_valid():
        return _page(viewer, form, status=422)
    words = selectors.keywords_list(viewer.program.program_id)
    reasons = {word.phrase: word for word in words}
    found = [
        {"phrase": hit.phrase, "count": hit.count, "excerpt": hit.excerpt,
         "reason": reasons[hit.phrase].reason, "scope": str(SCOPES[reasons[hit.phrase].scope])}
        for hit in hits(form.cleaned_data["text"], reasons)
    ]  # fmt: skip
    return _page(viewer, form, found=found)


@partner_page()
def document(viewer: Viewer, document_id: str, version_no: int) -> HttpResponseBase:
    """One version of a document, and whether it was accepted."""
    try:
        found = selectors.document_get(viewer.program.program_id, document_id, version_no)
    except NotFound:
        raise Http404 from None
    standing = next(
        (s for s in selectors.standings(viewer.partner, viewer.today) if s.document == found), None
    )
    context = {
        "document": found,
        "text": selectors.text_of(found, viewer.language),
        "standing": standing,
        "back_href": viewer.url("compliance"),
        "file_href": viewer.url("compliance_file", document_id=document_id,
                                version_no=version_no) if found.sha256 else "",
        "accept_href": viewer.url("compliance_accept", document_id=document_id,
                                  version_no=version_no) if viewer.may(*WRITERS) else "",
    }  # fmt: skip
    return show(viewer, "partner/document.html", context, "compliance", has_figures=False)


@partner_page()
def document_file(viewer: Viewer, document_id: str, version_no: int) -> HttpResponseBase:
    """The file beside a document's text."""
    try:
        found = selectors.document_get(viewer.program.program_id, document_id, version_no)
    except NotFound:
        raise Http404 from None
    if not found.sha256:
        raise Http404
    return upload_response(viewer.program.program_id, found.sha256, found.file_name)


@partner_page()
def evidence(viewer: Viewer, finding_id: str, evidence_id: int) -> HttpResponseBase:
    """A file that shows what was found."""
    try:
        finding = selectors.finding_get(viewer.partner, finding_id)
        file = selectors.finding_file(finding, evidence_id)
    except NotFound:
        raise Http404 from None
    return upload_response(viewer.program.program_id, file.sha256, file.name)


@partner_deed()
def accept(viewer: Viewer, document_id: str, version_no: int) -> HttpResponseBase:
    """Accept the ruling version of a document for the partner."""
    for standing in selectors.standings(viewer.partner, viewer.today):
        found = standing.document
        if (found.document_id, found.version_no) == (document_id, version_no):
            services.document_acknowledge(by=viewer.user, partner=viewer.partner, document=found)
            messages.success(viewer.request, _("Accepted; name and day are kept."))
            return HttpResponseRedirect(viewer.url("compliance"))
    raise Http404


@partner_deed()
def answer(viewer: Viewer, finding_id: str) -> HttpResponseBase:
    """Say how a finding was put right."""
    try:
        finding = selectors.finding_get(viewer.partner, finding_id)
    except NotFound:
        raise Http404 from None
    form = AnswerForm(viewer.request.POST)
    if not form.is_valid():
        messages.error(viewer.request, _("Write something first."))
    else:
        try:
            services.finding_answer(by=Author.of(viewer.user), finding=finding, side="partner",
                                    text=form.cleaned_data["text"])  # fmt: skip
        except DomainError as refusal:
            messages.error(viewer.request, str(refusal))
        else:
            messages.success(viewer.request, _("Sent. The operator looks at it."))
    return HttpResponseRedirect(viewer.url("compliance"))


def _page(
    viewer: Viewer, form: CheckForm, *, found: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponseBase:  # fmt: skip
    program_id = viewer.program.program_id
    context = {
        "documents": [_document(viewer, s)
                      for s in selectors.standings(viewer.partner, viewer.today)],
        "keywords": [{"phrase": k.phrase, "reason": k.reason, "scope": str(SCOPES[k.scope])}
                     for k in selectors.keywords_list(program_id)],
        "disclosures": [
            {"country": country_label(d.country) if d.country else _("every other country"),
             "language": str(locale_now().languages.get(d.language, d.language)), "text": d.text,
             "code": d.language}
            for d in selectors.disclosures_list(program_id)
        ],
        "findings": [_finding(viewer, f) for f in selectors.findings_of(viewer.partner)],
        "check_form": form,
        "check_href": viewer.url("compliance_check"),
        "found": found,
        "answer_form": AnswerForm(),
        "may_write": viewer.may(*WRITERS),
    }  # fmt: skip
    return show(viewer, "partner/compliance.html", context, "compliance", status=status,
                has_figures=False)  # fmt: skip


def _document(viewer: Viewer, standing: selectors.Standing) -> dict[str, Any]:
    document = standing.document
    keys = {"document_id": document.document_id, "version_no": document.version_no}
    return {
        "title": selectors.text_of(document, viewer.language)["title"],
        "version_no": document.version_no,
        "valid_from": document.valid_from,
        "must": document.must_acknowledge,
        "is_waiting": standing.is_waiting,
        "accepted": standing.accepted,
        "before": standing.accepted_before,
        "href": viewer.url("compliance_document", **keys),
    }


def _finding(viewer: Viewer, finding: Finding) -> dict[str, Any]:
    tone, severity = SEVERITIES[finding.severity]
    state_tone, state = STATES[finding.state]
    return {
        "finding": finding,
        "tone": tone,
        "severity": str(severity),
        "state_tone": state_tone,
        "state": str(state),
        "is_late": finding.state == "opened" and finding.due_on < viewer.today,
        "thread": [
            {"side": r.side, "who": r.author, "at": r.at, "text": r.text, "files": [],
             "side_word": _("you") if r.side == "partner" else _("operator")}
            for r in finding.replies.all()
        ],
        "is_open": finding.state != "closed",
        "outcome": str(OUTCOMES.get(finding.outcome, "")),
        "files": [
            {"name": file.name, "href": viewer.url(
                "compliance_evidence", finding_id=finding.finding_id, evidence_id=file.pk)}
            for file in finding.evidence.all()
        ],
        "href": viewer.url("compliance_answer", finding_id=finding.finding_id),
    }  # fmt: skip

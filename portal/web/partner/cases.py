"""Cases: a line is disputed, a client is missing; one thread, a day by which it is answered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.claims import selectors, services
from portal.claims.models import Case
from portal.partners.authors import Author
from portal.partners.errors import DomainError, NotFound
from portal.releases.selectors.statements import statement_one
from portal.releases.selectors.why import why_get, why_not_get
from portal.uploads import upload_response
from portal.web.partner import cases_words as words
from portal.web.partner.cases_forms import ClaimForm, DisputeForm, WriteForm
from portal.web.partner.frame import WRITERS, Viewer, partner_deed, partner_page, show

POSTING = ("GET", "HEAD", "POST")


@partner_page()
def cases(viewer: Viewer) -> HttpResponseBase:
    """All cases of the partner, open ones first."""
    found = list(selectors.cases_of(viewer.partner))
    context = {
        "open_rows": [words.row(viewer, case) for case in found if case.is_open],
        "ended_rows": [words.row(viewer, case) for case in found if not case.is_open],
        "claim_href": viewer.url("cases_claim") if viewer.may(*WRITERS) else "",
        "commissions_href": viewer.url("commissions"),
    }
    return show(viewer, "partner/cases.html", context, "cases", has_figures=False)


@partner_page()
def case(viewer: Viewer, case_id: str) -> HttpResponseBase:
    """One case: what it is about, what was found, the thread, how it ended."""
    return _case_page(viewer, _get(viewer, case_id), WriteForm())


@partner_deed()
def write(viewer: Viewer, case_id: str) -> HttpResponseBase:
    """Go on with the thread."""
    found, form = _get(viewer, case_id), WriteForm(viewer.request.POST, viewer.request.FILES)
    if form.is_valid():
        try:
            services.case_write(
                by=Author.of(viewer.user), case=found, side="partner",
                text=form.cleaned_data["text"], files=form.cleaned_data["files"],
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(viewer.request, _("Sent. The operator answers next."))
            return HttpResponseRedirect(viewer.url("cases_one", case_id=case_id))
    return _case_page(viewer, found, form, status=422)


@partner_deed()
def withdraw(viewer: Viewer, case_id: str) -> HttpResponseBase:
    """Take a case back."""
    try:
        services.case_withdraw(by=viewer.user, case=_get(viewer, case_id))
    except DomainError as refusal:
        messages.error(viewer.request, str(refusal))
    return HttpResponseRedirect(viewer.url("cases_one", case_id=case_id))


@partner_page()
def evidence(viewer: Viewer, case_id: str, evidence_id: int) -> HttpResponseBase:
    """A file of a case, as an attachment."""
    try:
        file = selectors.evidence_get(viewer.partner, case_id, evidence_id)
    except NotFound:
        raise Http404 from None
    return upload_response(viewer.program.program_id, file.sha256, file.name)


@partner_page(*WRITERS, methods=POSTING)
def claim(viewer: Viewer) -> HttpResponseBase:
    """A client is missing: asks what is known of it."""
    form = ClaimForm(viewer.request.POST or None, viewer.request.FILES or None)
    if viewer.request.method == "POST" and form.is_valid():
        try:
            made = services.claim_open(by=viewer.user, partner=viewer.partner, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(viewer.url("cases_one", case_id=made.case_id))
    context = {"form": form, "back_href": viewer.url("clients")}
    return _form_page(viewer, "partner/case_claim.html", context, form)


@partner_page(*WRITERS, methods=POSTING)
def dispute(viewer: Viewer, period_id: str, line_id: str) -> HttpResponseBase:
    """Dispute a line, or an event that earned nothing."""
    subject, back = _subject(viewer, period_id, line_id)
    form = DisputeForm(viewer.request.POST or None, viewer.request.FILES or None)
    if viewer.request.method == "POST" and form.is_valid():
        try:
            made = services.dispute_open(
                by=viewer.user, partner=viewer.partner, line=subject,
                text=form.cleaned_data["text"], files=form.cleaned_data["files"],
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(viewer.url("cases_one", case_id=made.case_id))
    context = {"form": form, "back_href": back, "about": words.about_line(subject),
               "due_days": services.DUE_DAYS}  # fmt: skip
    return _form_page(viewer, "partner/case_dispute.html", context, form)


@partner_page(*WRITERS, methods=POSTING)
def statement(
    viewer: Viewer, calendar_id: str, period_id: str, currency_code: str
) -> HttpResponseBase:
    """Dispute a closed statement as a whole."""
    key = {"calendar_id": calendar_id, "period_id": period_id, "currency_code": currency_code}
    found = statement_one(viewer.release, viewer.partner_id, **key)
    if found is None:
        raise Http404
    subject = key | {"amount_minor": found.total.minor, "digest": found.digest}
    form = DisputeForm(viewer.request.POST or None, viewer.request.FILES or None)
    if viewer.request.method == "POST" and form.is_valid():
        try:
            made = services.statement_dispute_open(
                by=viewer.user, partner=viewer.partner, statement=subject, **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(viewer.url("cases_one", case_id=made.case_id))
    context = {"form": form, "back_href": viewer.url("statements_one", **key),
               "about": words.about_statement(subject),
               "due_days": services.DUE_DAYS}  # fmt: skip
    return _form_page(viewer, "partner/case_statement.html", context, form)


def _subject(viewer: Viewer, period_id: str, line_id: str) -> tuple[dict[str, Any], str]:
    """What is disputed, from the release, and the page it stands on. Raises Http404."""
    release, partner_id = viewer.release, viewer.partner_id
    found = why_get(release, partner_id, period_id=period_id, line_id=line_id)
    if found is not None:
        line = found.line
        return {
            "line_id": line_id, "period_id": period_id, "component_id": line.component_id,
            "component_type": line.component_type, "symbol_group": line.symbol_group or "",
            "level": line.level, "on": line.event_on.isoformat(), "client_ref": line.client_ref,
            "amount_minor": line.money.minor, "currency_code": line.money.currency_code,
        }, viewer.url("commissions_why", period_id=period_id, line_id=line_id)  # fmt: skip
    event = why_not_get(release, partner_id, period_id=period_id, event_id=line_id)
    if event is None:
        raise Http404
    return {
        "line_id": line_id, "period_id": period_id, "component_id": event.event.component_id,
        "component_type": "", "symbol_group": "", "level": 0, "is_unpaid": True,
        "on": event.event.event_on.isoformat(), "client_ref": event.event.client_ref,
        "amount_minor": 0, "currency_code": event.event.currency_code
        or viewer.program.currency_code,
    }, viewer.url("commissions_why_not", period_id=period_id, event_id=line_id)  # fmt: skip


def _get(viewer: Viewer, case_id: str) -> Case:
    try:
        return selectors.case_get(viewer.partner, case_id)
    except NotFound:
        raise Http404 from None


def _case_page(viewer: Viewer, case: Case, form: WriteForm, status: int = 200) -> HttpResponseBase:
    context = words.case_context(viewer, case) | {
        "form": form if case.is_open and viewer.may(*WRITERS) else None,
        "write_href": viewer.url("cases_write", case_id=case.case_id),
        "withdraw_href": viewer.url("cases_withdraw", case_id=case.case_id),
        "list_href": viewer.url("cases"),
    }
    return show(viewer, "partner/case.html", context, "cases", status=status, has_figures=False)


def _form_page(
    viewer: Viewer, template: str, context: dict[str, Any], form: Any
) -> HttpResponseBase:
    status = 422 if form.is_bound and form.errors else 200
    return show(viewer, template, context, "cases", status=status, has_figures=False)

"""Disputes and claims: the thread, the files, the day by which it is answered, and how it ends."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal import clock
from portal.audit.services import audit_record
from portal.claims.models import Case
from portal.claims.selectors import cases_for_user
from portal.claims.services import case_settle, case_write
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.statements.selectors import adjustments_for_user
from portal.uploads import upload_response
from portal.web.partner.cases_words import about
from portal.web.staff.frame import CASE_DECIDERS, CASE_READERS, Desk, staff_page

DECIDED_SHOWN = 10
OUTCOMES = {
    "explained": lazy("explained"),
    "attributed": lazy("client attributed"),
    "adjusted": lazy("adjusted"),
}


class AnswerForm(forms.Form):
    """What the partner reads; `outcome` empty goes on with the thread."""

    text = forms.CharField(max_length=4000)
    outcome = forms.ChoiceField(choices=[("", ""), *OUTCOMES.items()], required=False)
    adjustment_id = forms.CharField(max_length=20, required=False)


@staff_page(*CASE_READERS)
def queue(desk: Desk) -> HttpResponseBase:
    """Open cases, the first due first, and those that ended last."""
    return desk.render("staff/cases.html", _context(desk, None))


@staff_page(*CASE_READERS)
def one(desk: Desk, case_id: str) -> HttpResponseBase:
    """One case with its thread. Being read is in the audit."""
    found = _case_at(desk, case_id)
    audit_record(who=desk.user, verb="case read", object_kind="case", object_id=str(found),
                 program_id=found.program_id)  # fmt: skip
    return desk.render("staff/cases.html", _context(desk, found))


@staff_page(*CASE_READERS)
def evidence(desk: Desk, case_id: str, evidence_id: int) -> HttpResponseBase:
    """A file of a case, as an attachment."""
    file = _case_at(desk, case_id).evidence.filter(pk=evidence_id).first()
    if file is None:
        raise Http404
    return upload_response(desk.program.program_id, file.sha256, file.name)


@staff_page(*CASE_DECIDERS, methods=("POST",))
def answer(desk: Desk, case_id: str) -> HttpResponseBase:
    """Write to the partner, or end the case: an adjustment is one that two people decided."""
    found = _case_at(desk, case_id)
    form = AnswerForm(desk.request.POST)
    if form.is_valid():
        try:
            _answered(desk, found, form.cleaned_data)
        except DomainError as refusal:
            messages.error(desk.request, str(refusal))
    else:
        messages.error(desk.request, _("Write something first."))
    return HttpResponseRedirect(desk.url("cases_one", case_id=case_id))


def _answered(desk: Desk, found: Case, asked: dict[str, Any]) -> None:
    by = Author.of(desk.user)
    if not asked["outcome"]:
        case_write(by=by, case=found, side="operator", text=asked["text"])
        return
    own = adjustments_for_user(desk.user).filter(program=desk.program)
    adjustment = own.filter(adjustment_id=asked["adjustment_id"]).first()
    case_settle(
        by=by, case=found, outcome=asked["outcome"], text=asked["text"],
        adjustment=adjustment if asked["outcome"] == "adjusted" else None,
    )  # fmt: skip


def _case_at(desk: Desk, case_id: str) -> Case:
    found = cases_for_user(desk.user).filter(program=desk.program, case_id=case_id).first()
    if found is None:
        raise Http404
    return found


def _context(desk: Desk, chosen: Case | None) -> dict[str, Any]:
    own = cases_for_user(desk.user).filter(program=desk.program)
    ended = own.filter(state__in=("settled", "withdrawn")).order_by("-closed_at")
    return {
        "waiting": [_row(desk, case) for case in own.filter(state__in=("opened", "answered"))],
        "decided": [_row(desk, case) for case in ended[:DECIDED_SHOWN]],
        "chosen": _row(desk, chosen) if chosen else None,
        "thread": chosen.messages.prefetch_related("evidence") if chosen else (),
        "outcomes": OUTCOMES.items(),
        "may_decide": desk.has_role(*CASE_DECIDERS),
        "today": clock.now().date(),
        "adjustments_url": desk.url("adjustments") + (f"?{_prefilled(chosen)}" if chosen else ""),
        "nav_current": "staff:cases",
    }


def _row(desk: Desk, case: Case) -> dict[str, Any]:
    return {
        "id": case.case_id,
        "case": case,
        "outcome": OUTCOMES.get(case.outcome, ""),
        "about": about(case),
        "href": desk.url("cases_one", case_id=case.case_id),
        "answer_url": desk.url("cases_answer", case_id=case.case_id),
    }


def _prefilled(case: Case) -> str:
    """What the form of an adjustment takes from the case: its deal and period, and its id."""
    deals = [deal.deal_id for deal in case.partner.deals.all()]
    return urlencode({
        "deal_id": case.subject.get("deal_id") or (deals[0] if len(deals) == 1 else ""),
        "origin_period_id": case.subject.get("period_id") or "",
        "evidence": case.case_id,
    })  # fmt: skip

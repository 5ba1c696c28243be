"""The review queue: what is held, until when, and deciding it."""

from __future__ import annotations

from datetime import timedelta
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
from portal.partners.authors import Author
from portal.partners.errors import DomainError
from portal.reviews.models import Review
from portal.reviews.selectors import reviews_for_user, state_last
from portal.reviews.services import review_decide, review_place, review_prolong
from portal.web.base import fields
from portal.web.staff import sentences
from portal.web.staff.frame import REVIEW_DECIDERS, REVIEW_READERS, Desk, staff_page
from portal.web.staff.signals import signals_found

HOLD_DAYS = 7
TARGETS = {
    "client": lazy("client"),
    "record": lazy("record"),
    "line": lazy("line"),
    "partner": lazy("partner"),
}


class PlaceForm(forms.Form):
    """What is held, why, and by when somebody decides."""

    target_kind = forms.ChoiceField(
        label=lazy("What"),
        choices=[
            ("client", lazy("a client")),
            ("record", lazy("a record")),
            ("line", lazy("a line")),
            ("partner", lazy("a partner, with all that it has coming")),
        ],
        widget=fields.choice(),
    )
    target_id = forms.CharField(label=lazy("Its id"), max_length=200, widget=fields.text())
    partner_id = forms.CharField(
        label=lazy("Partner, if one is meant"),
        required=False,
        widget=fields.text(placeholder="P-2041"),
    )
    signal_code = forms.SlugField(
        label=lazy("Signal"), max_length=60, widget=fields.text(placeholder="shared-device")
    )
    reason = forms.CharField(
        label=lazy("Reason, shown to the partner"), max_length=500, widget=fields.lines()
    )
    evidence = forms.CharField(
        label=lazy("Evidence, for the file"), required=False, widget=fields.lines()
    )
    decide_by = forms.DateField(label=lazy("Decide by"), widget=fields.day())


class DecideForm(forms.Form):
    """What was decided, in words that the partner reads."""

    deed = forms.ChoiceField(choices=[(d, d) for d in ("released", "rejected", "prolong")])
    reason = forms.CharField(max_length=500)
    effective_on = forms.DateField(required=False)


@staff_page(*REVIEW_READERS)
def queue(desk: Desk) -> HttpResponseBase:
    """Cases that wait, the first due first, and the ones decided last."""
    return desk.render("staff/reviews.html", _context(desk, None))


@staff_page(*REVIEW_READERS)
def case(desk: Desk, review_id: str) -> HttpResponseBase:
    """One case with its history. Being read is in the audit."""
    found = _review_at(desk, review_id)
    audit_record(
        who=desk.user,
        verb="review read",
        object_kind="review",
        object_id=str(found),
        program_id=found.program_id,
    )
    return desk.render("staff/reviews.html", _context(desk, found))


@staff_page(*REVIEW_DECIDERS, methods=("POST",))
def place(desk: Desk) -> HttpResponseBase:
    """Place a hold."""
    form = PlaceForm(desk.request.POST)
    if not form.is_valid():
        return desk.render("staff/reviews.html", _context(desk, None, form), status=422)
    try:
        made = review_place(
            by=Author.of(desk.user), program_id=desk.program.program_id, **form.cleaned_data
        )
    except (DomainError, ValidationError) as refusal:
        form.add_error(None, str(refusal) if isinstance(refusal, DomainError) else refusal)
        return desk.render("staff/reviews.html", _context(desk, None, form), status=422)
    messages.success(desk.request, _("%(case)s is held.") % {"case": made.review_id})
    return HttpResponseRedirect(desk.url("reviews_case", review_id=made.review_id))


@staff_page(*REVIEW_DECIDERS, methods=("POST",))
def decide(desk: Desk, review_id: str) -> HttpResponseBase:
    """Release, reject, or hold for seven more days."""
    found = _review_at(desk, review_id)
    form = DecideForm(desk.request.POST)
    if not form.is_valid():
        messages.error(desk.request, _("Write a reason: the partner reads it."))
        return HttpResponseRedirect(desk.url("reviews_case", review_id=review_id))
    try:
        _decided(desk, found, form.cleaned_data)
    except DomainError as refusal:
        messages.error(desk.request, str(refusal))
    return HttpResponseRedirect(desk.url("reviews_case", review_id=review_id))


def _decided(desk: Desk, found: Review, asked: dict[str, Any]) -> None:
    named = {
        "by": Author.of(desk.user),
        "program_id": found.program_id,
        "review_id": found.review_id,
        "reason": asked["reason"],
    }
    if asked["deed"] == "prolong":
        until = state_last(found).decide_by or clock.now().date()
        review_prolong(**named, decide_by=until + timedelta(days=HOLD_DAYS))
    else:
        review_decide(**named, state=asked["deed"], effective_on=asked["effective_on"])


def _review_at(desk: Desk, review_id: str) -> Review:
    found = reviews_for_user(desk.user).filter(program=desk.program, review_id=review_id).first()
    if found is None:
        raise Http404
    return found


def _context(desk: Desk, chosen: Review | None, form: PlaceForm | None = None) -> dict[str, Any]:
    today = clock.now().date()
    cases = [_row(desk, r) for r in reviews_for_user(desk.user).filter(program=desk.program)]
    waiting = sorted(
        (c for c in cases if c["last"].state == "held"),
        key=lambda c: (c["last"].decide_by, c["id"]),
    )
    decided = sorted(
        (c for c in cases if c["last"].state != "held"), key=lambda c: c["last"].recorded_at
    )
    initial = {"decide_by": today + timedelta(days=HOLD_DAYS)}
    return {
        "waiting": waiting,
        "decided": decided[::-1][:10],
        "chosen": _row(desk, chosen) if chosen else None,
        "may_decide": desk.has_role(*REVIEW_DECIDERS),
        "form": form or PlaceForm(initial=initial),
        "place_url": desk.url("reviews_place"),
        "hold_days": HOLD_DAYS,
        "nav_current": "staff:reviews",
        "today": today,
    }


def _row(desk: Desk, review: Review) -> dict[str, Any]:
    return {
        "id": review.review_id,
        "review": review,
        "signal": sentences.signal(review.signal_code),
        "what": TARGETS.get(review.target_kind, review.target_kind),
        "found": signals_found(review),
        "may_reject": review.target_kind != "partner",
        "ends_rejected": review.unresolved == "reject",
        "last": state_last(review),
        "states": sorted(review.states.all(), key=lambda state: state.state_no),
        "href": desk.url("reviews_case", review_id=review.review_id),
        "decide_url": desk.url("reviews_decide", review_id=review.review_id),
    }

"""The deal editor: plan and day decide what is open; numbers stay inside the plan's ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.deals.models import Deal, DealProposal
from portal.deals.proposals import PROPOSERS, Terms, proposal_make
from portal.deals.ranges import Open, PlanVersion, open_numbers, version_on
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.partners.selectors import open_from, partners_for_user
from portal.releases.reader import NoRelease, current_release
from portal.releases.selectors.plans import plan_versions
from portal.web.base import fields
from portal.web.partner.open_numbers import (
    number_field,
    number_meant,
    number_said,
    number_written,
)
from portal.web.partner.plan_words import number_words
from portal.web.staff import deal_words
from portal.web.staff.deals import deal_at, span_now
from portal.web.staff.frame import Desk, staff_page
from portal.whatif.effects import effect_ask


class FrameForm(forms.Form):
    """Which plan from which day on: what is open follows from it."""

    partner_id = forms.ChoiceField(label=lazy("Partner"), widget=fields.choice())
    brand = forms.CharField(
        label=lazy("Only this brand; empty: every brand"), max_length=60, required=False,
        widget=fields.text(),
    )  # fmt: skip
    plan_id = forms.ChoiceField(label=lazy("Plan"), widget=fields.choice())
    valid_from = forms.DateField(label=lazy("First day"), widget=fields.day())

    def __init__(
        self, data: Any, *, partners: Sequence[Partner], plans: Sequence[str], is_of_deal: bool
    ) -> None:
        super().__init__(data)
        listed: Any = self.fields["partner_id"]
        listed.choices = [(p.partner_id, f"{p.partner_id}, {p.name}") for p in partners]
        if is_of_deal:  # a change keeps both
            listed.widget = forms.HiddenInput()
            self.fields["brand"].widget = forms.HiddenInput()
        plan: Any = self.fields["plan_id"]
        plan.choices = [(p, deal_words.plan(p)) for p in plans]


class TermsForm(forms.Form):
    """The open numbers of a plan's version, the reason and the evidence."""

    def __init__(self, data: Any, numbers: Sequence[Open], agreed: dict[str, Any]) -> None:
        super().__init__(data)
        for index, (one, word) in enumerate(zip(numbers, number_words(numbers), strict=True)):
            said = _("%(standard)s in the plan; %(lowest)s to %(highest)s") % {
                "standard": number_said(one.path, one.standard),
                "lowest": number_said(one.path, one.lowest),
                "highest": number_said(one.path, one.highest),
            }
            now = agreed.get(one.path)
            self.fields[f"n{index}"] = number_field(
                one, label=word, help_text=said,
                initial=None if now is None else number_written(one, Decimal(str(now))),
                placeholder=str(number_written(one, one.standard)),
            )  # fmt: skip
        self.fields["reason"] = forms.CharField(
            label=_("Reason, for who approves"), max_length=300, widget=fields.lines()
        )
        self.fields["evidence"] = forms.CharField(
            label=_("Evidence, needed before the open period"), max_length=2000, required=False,
            widget=fields.lines(),
        )  # fmt: skip


class EndForm(forms.Form):
    """The deal's last day, and why."""

    last_day = forms.DateField(label=lazy("Last day"), widget=fields.day())
    reason = forms.CharField(
        label=lazy("Reason, for who approves"), max_length=300, widget=fields.lines()
    )
    evidence = forms.CharField(
        label=lazy("Evidence, needed before the open period"), max_length=2000, required=False,
        widget=fields.lines(),
    )  # fmt: skip


@dataclass
class _Draft:
    """What is being written: for a partner, perhaps for a deal."""

    partner: Partner
    deal: Deal | None
    plan_id: str
    valid_from: date
    brand: str
    version: PlanVersion | None
    numbers: list[Open] = field(default_factory=list)
    agreed: dict[str, Any] = field(default_factory=dict)


@staff_page(*PROPOSERS, methods=("GET", "HEAD", "POST"))
def new(desk: Desk) -> HttpResponseBase:
    """A new deal: choose partner, plan and day, then the numbers."""
    return _edit(desk, None)


@staff_page(*PROPOSERS, methods=("GET", "HEAD", "POST"))
def change(desk: Desk, deal_id: str) -> HttpResponseBase:
    """Other terms for a deal from a day on."""
    return _edit(desk, deal_at(desk, deal_id))


@staff_page(*PROPOSERS, methods=("GET", "HEAD", "POST"))
def end(desk: Desk, deal_id: str) -> HttpResponseBase:
    """A last day for a deal."""
    deal = deal_at(desk, deal_id)
    form = EndForm(desk.request.POST or None)
    if desk.request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        terms = Terms(valid_from=asked["last_day"] + timedelta(days=1))
        made = _propose(desk, form, deal.partner, "end", terms, deal)
        if made:
            return HttpResponseRedirect(desk.url("deals_proposal", proposal_id=made.proposal_id))
    context = {"form": form, "deal": deal, "nav_current": "staff:deals",
               "deal_url": desk.url("deals_one", deal_id=deal.deal_id)}  # fmt: skip
    return desk.render("staff/deal_end.html", context, status=422 if form.errors else 200)


def _edit(desk: Desk, deal: Deal | None) -> HttpResponseBase:
    try:
        versions = plan_versions(current_release(desk.program.program_id))
    except NoRelease:
        versions = []
    is_post = desk.request.method == "POST"
    asked = desk.request.POST if is_post else desk.request.GET
    frame = FrameForm(
        _asked(desk, deal, asked), partners=_partners(desk, deal),
        plans=sorted({version.plan_id for version in versions}),
        is_of_deal=deal is not None,
    )  # fmt: skip
    draft = _draft(desk, deal, frame, versions)
    form = None
    if draft and draft.version:
        form = TermsForm(desk.request.POST if is_post else None, draft.numbers, draft.agreed)
        if is_post and form.is_valid():
            made = _made(desk, draft, form)
            if made:
                url = desk.url("deals_proposal", proposal_id=made.proposal_id)
                return HttpResponseRedirect(url)
    context = {
        "frame": frame, "form": form, "deal": deal, "draft": draft, "has_plans": bool(versions),
        "plan": deal_words.plan(draft.plan_id) if draft else "",
        "opens_on": open_from(desk.program), "nav_current": "staff:deals",
        "deal_url": desk.url("deals_one", deal_id=deal.deal_id) if deal else "",
        "hidden": [(name, frame.data.get(name, "")) for name in frame.fields],
    }  # fmt: skip
    return desk.render("staff/deal_edit.html", context, status=422 if is_post else 200)


def _asked(desk: Desk, deal: Deal | None, asked: Any) -> dict[str, Any]:
    """What the first form starts from: the deal as it runs, the open period's first day."""
    span = span_now(deal) if deal else None
    day = open_from(desk.program, deal.calendar_id if deal else None)
    given = {
        "partner_id": deal.partner.partner_id if deal else asked.get("partner_id", ""),
        "brand": deal.brand if deal else asked.get("brand", ""),
        "plan_id": asked.get("plan_id") or (span.row.plan_id if span else ""),
        "valid_from": asked.get("valid_from")
        or max(day, span.valid_from if span else day).isoformat(),
    }
    return given


def _partners(desk: Desk, deal: Deal | None) -> list[Partner]:
    if deal:
        return [deal.partner]
    return list(partners_for_user(desk.user).filter(program=desk.program).exclude(status="closed"))


def _draft(
    desk: Desk, deal: Deal | None, frame: FrameForm, versions: Sequence[PlanVersion]
) -> _Draft | None:
    if not frame.data["plan_id"] or not frame.data["partner_id"]:
        frame.errors.clear()  # nothing was chosen yet
        return None
    if not frame.is_valid():
        return None
    asked = frame.cleaned_data
    partner = partners_for_user(desk.user).get(program=desk.program, partner_id=asked["partner_id"])
    version = version_on(versions, asked["plan_id"], asked["valid_from"])
    span = span_now(deal) if deal else None
    agreed = dict(span.row.overrides) if span and span.row.plan_id == asked["plan_id"] else {}
    if version is None:
        frame.add_error("valid_from", _("The plan has no version on that day."))
    return _Draft(
        partner, deal, asked["plan_id"], asked["valid_from"], asked["brand"], version,
        open_numbers(version.source_text) if version else [], agreed,
    )  # fmt: skip


def _made(desk: Desk, draft: _Draft, form: TermsForm) -> DealProposal | None:
    shown = {one.path for one in draft.numbers}
    overrides = {path: value for path, value in draft.agreed.items() if path not in shown}
    for index, one in enumerate(draft.numbers):
        written = form.cleaned_data.get(f"n{index}")
        if written is not None and number_meant(one, written) != one.standard:
            overrides[one.path] = str(number_meant(one, written))
    assert draft.version
    terms = Terms(
        valid_from=draft.valid_from, plan_id=draft.plan_id, overrides=overrides,
        brand=draft.brand, source_text=draft.version.source_text,
    )  # fmt: skip
    kind = "change" if draft.deal else "create"
    return _propose(desk, form, draft.partner, kind, terms, draft.deal)


def _propose(
    desk: Desk, form: forms.Form, partner: Partner, kind: str, terms: Terms, deal: Deal | None
) -> DealProposal | None:
    """Store it and ask whose money it moves; what refuses it stands at the form."""
    asked = form.cleaned_data
    try:
        made = proposal_make(
            by=desk.user, partner=partner, kind=kind, terms=terms, deal=deal,
            reason=asked["reason"], evidence=asked["evidence"],
        )  # fmt: skip
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return None
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return None
    try:
        effect_ask(by=desk.user, proposal=made)
    except DomainError as refusal:
        messages.error(desk.request, str(refusal))
    return made

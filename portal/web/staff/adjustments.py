"""Manual adjustments: one person proposes, another approves; the close books it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.deals.selectors import deals_for_user
from portal.partners.errors import DomainError
from portal.partners.periods import PeriodError
from portal.payouts.money import minor_of
from portal.statements.selectors import adjustments_for_user
from portal.statements.services import (
    APPROVERS,
    PROPOSERS,
    adjustment_decide,
    adjustment_propose,
)
from portal.web.base import fields
from portal.web.staff.frame import ADJUSTMENT_READERS, Desk, needs, staff_page

PREFILLED = ("deal_id", "origin_period_id", "evidence")


class ProposeForm(forms.Form):
    """An amount in the deal's currency, and why."""

    deal_id = forms.CharField(
        label=lazy("Deal"), max_length=20, widget=fields.text(placeholder="D-104")
    )
    amount = forms.DecimalField(
        label=lazy("Amount in the deal’s currency, minus takes away"),
        max_digits=18,
        decimal_places=4,
        widget=fields.text(inputmode="decimal", placeholder="-125.50", dir="ltr"),
    )
    origin_period_id = forms.CharField(
        label=lazy("For which period"), max_length=10, widget=fields.text(placeholder="2026-10")
    )
    reason = forms.CharField(
        label=lazy("Reason, shown to the partner"), max_length=500, widget=fields.lines()
    )
    evidence = forms.CharField(
        label=lazy("Evidence, for who approves"), max_length=2000, widget=fields.lines()
    )

    def clean_amount(self) -> Decimal:
        """Any amount but nothing."""
        amount: Decimal = self.cleaned_data["amount"]
        if amount == 0:
            raise forms.ValidationError(_("Write an amount other than 0."))
        return amount


@staff_page(*ADJUSTMENT_READERS)
def listed(desk: Desk) -> HttpResponseBase:
    """All adjustments, those that wait first; a case's page fills the form in."""
    asked = {name: desk.request.GET.get(name, "")[:200] for name in PREFILLED}
    return desk.render("staff/adjustments.html", _context(desk, ProposeForm(initial=asked)))


@staff_page(*PROPOSERS, methods=("POST",))
def propose(desk: Desk) -> HttpResponseBase:
    """Propose one; it moves nothing until another person approves."""
    form = ProposeForm(desk.request.POST)
    if not form.is_valid():
        return desk.render("staff/adjustments.html", _context(desk, form), status=422)
    asked = form.cleaned_data
    deal = deals_for_user(desk.user).filter(program=desk.program, deal_id=asked["deal_id"]).first()
    if deal is None:
        form.add_error("deal_id", _("The program has no such deal."))
    else:
        try:
            made = adjustment_propose(
                author=desk.user,
                program_id=desk.program.program_id,
                deal_id=deal.deal_id,
                amount_minor=minor_of(asked["amount"], deal.currency_code),
                origin_period_id=asked["origin_period_id"],
                reason=asked["reason"],
                evidence=asked["evidence"],
            )
        except (DomainError, PeriodError) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(desk.request, _("%s waits for another person.") % made.adjustment_id)
            return HttpResponseRedirect(desk.url("adjustments"))
    return desk.render("staff/adjustments.html", _context(desk, form), status=422)


@staff_page(*APPROVERS, methods=("POST",))
def decide(desk: Desk, adjustment_id: str) -> HttpResponseBase:
    """Approve or refuse what somebody else proposed."""
    found = adjustments_for_user(desk.user).filter(
        program=desk.program, adjustment_id=adjustment_id
    )
    if not found.exists():
        raise Http404
    approve = desk.request.POST.get("deed") == "approve"
    try:
        adjustment_decide(
            by=desk.user,
            program_id=desk.program.program_id,
            adjustment_id=adjustment_id,
            approve=approve,
            reason=desk.request.POST.get("reason", ""),
        )
    except DomainError as refusal:
        if refusal.code == "own":
            raise PermissionDenied(str(refusal)) from None
        messages.error(desk.request, str(refusal))
    else:
        done = _("%s is approved.") if approve else _("%s is refused.")
        messages.success(desk.request, done % adjustment_id)
    return HttpResponseRedirect(desk.url("adjustments"))


def _context(desk: Desk, form: ProposeForm) -> dict[str, Any]:
    rows = [
        {
            "adjustment": adjustment,
            "is_open": adjustment.approved_by_id is None and adjustment.refused_by_id is None,
            "is_own": adjustment.author_id == desk.user.pk,
            "decide_url": desk.url("adjustments_decide", adjustment_id=adjustment.adjustment_id),
        }
        for adjustment in adjustments_for_user(desk.user).filter(program=desk.program)
    ]
    return {
        "waiting": [row for row in rows if row["is_open"]],
        "decided": [row for row in rows if not row["is_open"]][::-1],
        "may_propose": desk.has_role(*PROPOSERS),
        "may_approve": desk.has_role(*APPROVERS),
        "who_approves": needs(*APPROVERS),
        "form": form,
        "propose_url": desk.url("adjustments_propose"),
        "nav_current": "staff:adjustments",
    }

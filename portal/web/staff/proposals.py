"""One proposal: what changes, whose money moves, and the other person's decision."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.deals.models import DealProposal
from portal.deals.proposals import (
    PROPOSERS,
    is_back_dated,
    proposal_refuse,
    proposal_withdraw,
)
from portal.deals.selectors import proposals_for_user
from portal.deals.spans import deal_spans
from portal.partners.dated import on_day
from portal.partners.errors import DomainError
from portal.partners.models import Partner
from portal.web.base.tags.numbers import MINUS, money_text
from portal.web.partner.plan_words import path_words
from portal.web.staff import deal_words
from portal.web.staff.deals import proposal_row
from portal.web.staff.frame import DEAL_READERS, Desk, needs, staff_page
from portal.whatif.effects import effect_ask, effect_of, proposal_approve_seen
from portal.whatif.models import Calculation


@staff_page(*DEAL_READERS)
def one(desk: Desk, proposal_id: str) -> HttpResponseBase:
    """A proposal with its effect."""
    found = _proposal_at(desk, proposal_id)
    return desk.render("staff/deal_proposal.html", _context(desk, found))


@staff_page(*DEAL_READERS)
def effect(desk: Desk, proposal_id: str) -> HttpResponseBase:
    """The effect alone, which the page polls; a page of its own without the script."""
    found = _proposal_at(desk, proposal_id)
    if not desk.request.headers.get("HX-Request"):
        return HttpResponseRedirect(desk.url("deals_proposal", proposal_id=proposal_id))
    return render(desk.request, "staff/parts/deal_effect.html", _context(desk, found))


@staff_page(*PROPOSERS, methods=("POST",))
def decide(desk: Desk, proposal_id: str) -> HttpResponseBase:
    """Approve, refuse, take back, or have the effect worked out again."""
    found = _proposal_at(desk, proposal_id)
    asked = desk.request.POST
    reason = asked.get("reason", "")[:300]
    try:
        if asked.get("deed") == "approve":
            has_looked = bool(asked.get("has_looked"))
            proposal_approve_seen(
                by=desk.user, proposal=found, reason=reason, has_looked=has_looked
            )
            messages.success(desk.request, _("Approved: it is a dated version now."))
        elif asked.get("deed") == "refuse":
            proposal_refuse(by=desk.user, proposal=found, reason=reason)
        elif asked.get("deed") == "withdraw":
            proposal_withdraw(by=desk.user, proposal=found)
        elif asked.get("deed") == "again" and found.state == "proposed":
            effect_ask(by=desk.user, proposal=found)
    except DomainError as refusal:
        messages.error(desk.request, str(refusal))
    return HttpResponseRedirect(desk.url("deals_proposal", proposal_id=proposal_id))


def _proposal_at(desk: Desk, proposal_id: str) -> DealProposal:
    own = proposals_for_user(desk.user).filter(program=desk.program)
    found = own.filter(proposal_id=proposal_id).first()
    if found is None:
        raise Http404
    return found


def _context(desk: Desk, found: DealProposal) -> dict[str, Any]:
    is_open = found.state == "proposed"
    may = desk.has_role(*PROPOSERS)
    is_own = found.author_id == desk.user.pk
    return {
        **proposal_row(desk, found),
        "changes": _changes(found),
        "is_open": is_open,
        "is_own": is_own,
        "is_back_dated": is_open and is_back_dated(found),
        "may_decide": is_open and may and not is_own,
        "may_withdraw": is_open and is_own,
        "may_ask": is_open and may,
        "who_decides": needs(*PROPOSERS),
        "effect": _effect(desk, found, effect_of(found)),
        "effect_url": desk.url("deals_proposal_effect", proposal_id=found.proposal_id),
        "decide_url": desk.url("deals_proposal_decide", proposal_id=found.proposal_id),
        "deal_url": desk.url("deals_one", deal_id=found.deal.deal_id) if found.deal else "",
        "partner_url": desk.url("partners_one", partner_id=found.partner.partner_id),
        "nav_current": "staff:deals",
    }


def _changes(found: DealProposal) -> list[dict[str, str]]:
    """What differs from the terms of that day: plan and numbers, before and after."""
    before = None
    if found.deal:
        before = on_day(deal_spans(found.deal.versions.all()), found.valid_from)
        if before and found.state == "approved":
            before = on_day(deal_spans(found.deal.versions.all()[: before.version_no - 1]),
                            found.valid_from)  # fmt: skip
    was = dict(before.overrides) if before else {}
    plan_was = before.plan_id if before else ""
    rows = []
    if plan_was != found.plan_id:
        rows.append({"what": _("Plan"), "was": deal_words.plan(plan_was),
                     "becomes": deal_words.plan(found.plan_id)})  # fmt: skip
    for path in sorted({*was, *found.overrides}):
        old, new = was.get(path), found.overrides.get(path)
        if old != new and found.kind != "end":
            standard = _("as in the plan")
            rows.append({"what": path_words(path),
                         "was": deal_words.value_text(path, old or standard),
                         "becomes": deal_words.value_text(path, new or standard)})  # fmt: skip
    return rows


def _effect(desk: Desk, found: DealProposal, effect: Calculation | None) -> dict[str, Any]:
    if effect is None:
        return {"state": "none"}
    answer = effect.answer or {}
    codes = {row["partner_id"] for row in answer.get("rows", [])}
    names = dict(
        Partner.objects.filter(program=desk.program, partner_id__in=codes)
        .values_list("partner_id", "name")
    )  # fmt: skip
    own = found.partner.partner_id
    rows = [
        {
            "partner_id": row["partner_id"],
            "name": names.get(row["partner_id"], row["partner_id"]),
            "is_own": row["partner_id"] == own,
            "period": row["period_id"],
            "currency": row["currency_code"],
            "before": _amount(row["before"], row["currency_code"]),
            "after": _amount(row["after"], row["currency_code"]),
            "difference": _amount(row["difference"], row["currency_code"], is_signed=True),
            "locked": _amount(row["locked_difference"], row["currency_code"], is_signed=True)
            if Decimal(row["locked_difference"]) else "",
        }
        for row in answer.get("rows", [])
    ]  # fmt: skip
    rows.sort(key=lambda row: (not row["is_own"], row["partner_id"], row["period"]))
    return {
        "state": effect.state,
        "is_waiting": effect.state in ("asked", "taken"),
        "failure": effect.failure,
        "not_tried": answer.get("not_tried", ""),
        "periods": answer.get("periods", []),
        "is_back_dated": answer.get("is_back_dated", False),
        "is_branch": answer.get("is_branch", False),
        "rows": rows,
        "people": len(codes),
        "totals": [
            {"currency": one["currency_code"],
             "difference": _amount(one["difference"], one["currency_code"], is_signed=True)}
            for one in answer.get("totals", [])
        ],
    }  # fmt: skip


def _amount(text: str, currency: str, *, is_signed: bool = False) -> str:
    """`text` in major units, as money of the reader's locale."""
    number = Decimal(text)
    digits = -int(number.as_tuple().exponent)
    shown = money_text(int(abs(number).scaleb(digits)), currency, digits)
    if number < 0:
        return f"{MINUS}{shown}"
    return f"+{shown}" if is_signed and number else shown

"""Deals: the list, one deal with its dated versions, and what is proposed for it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from portal import clock
from portal.deals.models import Deal, DealVersion
from portal.deals.proposals import PROPOSERS
from portal.deals.selectors import deals_for_user, proposals_for_user
from portal.deals.spans import deal_spans
from portal.partners.dated import Span
from portal.partners.periods import FOREVER
from portal.releases.reader import NoRelease, current_release
from portal.releases.selectors.terms import terms_list
from portal.web.staff import deal_words
from portal.web.staff.frame import DEAL_READERS, Desk, staff_page

DECIDED_SHOWN = 10
PAGE = 100


@staff_page(*DEAL_READERS)
def listed(desk: Desk) -> HttpResponseBase:
    """Proposals that wait, then the deals: `q` looks in deal, partner and plan, `state` in time."""
    query = desk.request.GET.get("q", "").strip()
    state = desk.request.GET.get("state", "")
    own = deals_for_user(desk.user).filter(program=desk.program)
    if query:
        own = own.filter(
            Q(deal_id__icontains=query)
            | Q(partner__name__icontains=query)
            | Q(partner__partner_id__icontains=query)
            | Q(versions__plan_id__icontains=query)
        ).distinct()
    rows = [row for deal in own if (row := _row(desk, deal)) and state in ("", row["state"])]
    proposals = proposals_for_user(desk.user).filter(program=desk.program)
    decided = proposals.exclude(state="proposed").order_by("-decided_at")
    context = {
        "waiting": [proposal_row(desk, one) for one in proposals.filter(state="proposed")],
        "decided": [proposal_row(desk, one) for one in decided[:DECIDED_SHOWN]],
        "rows": rows[:PAGE],
        "left_out": max(len(rows) - PAGE, 0),
        "query": query,
        "state": state,
        "states": deal_words.STATES.items(),
        "new_url": desk.url("deals_new") if desk.has_role(*PROPOSERS) else "",
        "nav_current": "staff:deals",
    }
    return desk.render("staff/deals.html", context)


@staff_page(*DEAL_READERS)
def one(desk: Desk, deal_id: str) -> HttpResponseBase:
    """A deal: what it pays in sentences, its dated versions, its proposals."""
    deal = deal_at(desk, deal_id)
    proposals = proposals_for_user(desk.user).filter(program=desk.program, deal=deal)
    row = _row(desk, deal)
    may_propose = desk.has_role(*PROPOSERS) and row["state"] != "ended"
    context = {
        "deal": deal,
        "row": row,
        "versions": [_version(span) for span in reversed(deal_spans(deal.versions.all()))],
        "sentences": _sentences(desk, deal),
        "proposals": [proposal_row(desk, one) for one in proposals],
        "change_url": desk.url("deals_change", deal_id=deal_id) if may_propose else "",
        "end_url": desk.url("deals_end", deal_id=deal_id) if may_propose else "",
        "partner_url": desk.url("partners_one", partner_id=deal.partner.partner_id),
        "nav_current": "staff:deals",
    }
    return desk.render("staff/deal.html", context)


def deal_at(desk: Desk, deal_id: str) -> Deal:
    """The deal of this program; 404 without one."""
    found = deals_for_user(desk.user).filter(program=desk.program, deal_id=deal_id).first()
    if found is None:
        raise Http404
    return found


def span_now(deal: Deal) -> Span[DealVersion] | None:
    """The version in force today, else the next one, else the last one; None for an empty deal."""
    today = clock.now().date()
    spans = deal_spans(deal.versions.all())
    ruling = next((s for s in spans if s.valid_from <= today <= s.valid_to), None)
    coming = next((s for s in spans if s.valid_from > today), None)
    return ruling or coming or (spans[-1] if spans else None)


def proposal_row(desk: Desk, proposal: Any) -> dict[str, Any]:
    """A proposal in a list."""
    return {
        "proposal": proposal,
        "kind": deal_words.KINDS[proposal.kind],
        "state": deal_words.PROPOSAL_STATES[proposal.state],
        "plan": deal_words.plan(proposal.plan_id),
        "is_own": proposal.author_id == desk.user.pk,
        "href": desk.url("deals_proposal", proposal_id=proposal.proposal_id),
    }


def _row(desk: Desk, deal: Deal) -> dict[str, Any]:
    today = clock.now().date()
    span = span_now(deal)
    code = "ended"
    if span and span.valid_to >= today:
        code = "coming" if span.valid_from > today else "running"
    return {
        "deal": deal,
        "href": desk.url("deals_one", deal_id=deal.deal_id),
        "plan": deal_words.plan(span.row.plan_id) if span else "–",
        "since": span.valid_from if span else None,
        "until": span.valid_to if span and span.valid_to < FOREVER else None,
        "agreed": len(span.row.overrides) if span else 0,
        "state": code,
        "word": deal_words.STATES[code],
        "tone": {"running": "good", "coming": "wait", "ended": "none"}[code],
    }


def _version(span: Span[DealVersion]) -> dict[str, Any]:
    return {
        "version": span.row,
        "plan": deal_words.plan(span.row.plan_id),
        "from": span.valid_from,
        "to": span.valid_to if span.valid_to < FOREVER else None,
        "agreed": deal_words.agreed(span.row.overrides),
    }


def _sentences(desk: Desk, deal: Deal) -> tuple[str, ...]:
    """What the partner reads of the terms in force, when a release has them."""
    try:
        release = current_release(desk.program.program_id)
    except NoRelease:
        return ()
    found = terms_list(release, deal.partner.partner_id, get_language() or "en")
    terms = next((t for t in found if t.deal_id == deal.deal_id), None)
    ruling = terms.on(clock.now().date()) if terms else None
    return tuple(s for part in ruling.parts for s in part.sentences) if ruling else ()

"""What the page of one partner shows: identity, money, deals, relations, people, notes."""

from __future__ import annotations

from typing import Any

from portal import clock
from portal.accounts.selectors import members_of
from portal.claims.selectors import cases_for_user
from portal.deals.models import Deal
from portal.deals.spans import deal_spans
from portal.onboarding.models import Application
from portal.partners.care import NEXT, managers_of
from portal.partners.models import Partner
from portal.partners.selectors import network_of, parent_on
from portal.payouts.models import Payment
from portal.payouts.selectors import method_of, reserved_of
from portal.releases.reader import NoRelease, current_release
from portal.releases.selectors.payments import standing_list
from portal.reviews.selectors import reviews_for_user, state_last
from portal.web.base.tags.numbers import money_text
from portal.web.partner.accounts import account_words
from portal.web.staff import deal_words, partner_words, sentences
from portal.web.staff.frame import Desk

PAYMENTS_SHOWN = 5
BELOW_SHOWN = 25


def partner_context(desk: Desk, partner: Partner) -> dict[str, Any]:
    """Everything about the partner that the operator may know."""
    today = clock.now().date()
    below = network_of(partner, today)
    method = method_of(partner)
    return {
        "partner": partner,
        "status": partner_words.STATUSES[partner.status],
        "tone": partner_words.TONES[partner.status],
        "kind": partner_words.KINDS[partner.kind],
        "steps": [
            {
                "status": status,
                "deed": partner_words.DEEDS[status],
                "effects": partner_words.EFFECTS[status],
            }
            for status in NEXT[partner.status]
        ],
        "parent": _linked(desk, parent_on(partner, today)),
        "below": [
            {**(_linked(desk, one.partner) or {}), "depth": one.depth, "share": one.share}
            for one in below[:BELOW_SHOWN]
        ],
        "below_count": len(below),
        "deals": [_deal(desk, deal) for deal in partner.deals.prefetch_related("versions")],
        "money": _money(partner),
        "method": method,
        "account": account_words(method),
        "now": clock.now(),
        "payments": [
            {"payment": p, **sentences.state(p.state)}
            for p in Payment.objects.filter(partner=partner).order_by("-pk")[:PAYMENTS_SHOWN]
        ],
        "members": members_of(partner.program_id, partner.partner_id),
        "managers": managers_of(partner.program_id),
        "application": Application.objects.filter(partner=partner).first(),
        "cases": [
            {"id": case.case_id, "href": desk.url("cases_one", case_id=case.case_id),
             "due_on": case.due_on}
            for case in cases_for_user(desk.user).filter(partner=partner)
            if case.is_open
        ],
        "holds": [
            {"id": review.review_id, "signal": sentences.signal(review.signal_code),
             "href": desk.url("reviews_case", review_id=review.review_id)}
            for review in reviews_for_user(desk.user).filter(partner=partner)
            if state_last(review).state == "held"
        ],
        "notes": partner.notes.select_related("author"),
        "urls": {
            name: desk.url(f"partners_{name}", partner_id=partner.partner_id)
            for name in ("manager", "identity", "standing", "own", "note", "view")
        },
    }  # fmt: skip


def _linked(desk: Desk, partner: Partner | None) -> dict[str, Any] | None:
    if partner is None:
        return None
    return {
        "partner": partner,
        "href": desk.url("partners_one", partner_id=partner.partner_id),
        "status": partner_words.STATUSES[partner.status],
    }


def _deal(desk: Desk, deal: Deal) -> dict[str, Any]:
    today = clock.now().date()
    ruling = next(
        (s for s in deal_spans(deal.versions.all()) if s.valid_from <= today <= s.valid_to), None
    )
    return {
        "deal": deal,
        "href": desk.url("deals_one", deal_id=deal.deal_id),
        "plan": deal_words.plan(ruling.row.plan_id) if ruling else "",
        "since": ruling.valid_from if ruling else None,
    }


def _money(partner: Partner) -> list[dict[str, str]]:
    """Balances as the release has them, less what is reserved; empty before the first release."""
    try:
        release = current_release(partner.program_id)
    except NoRelease:
        return []
    reserved = reserved_of(partner)
    rows = []
    for one in standing_list(release, partner.partner_id):
        moving, settled = reserved.get(one.currency_code, (0, 0))
        balance = one.balance
        minors = {
            "pending": balance.pending.minor,
            "locked": balance.locked.minor,
            "held": balance.held.minor,
            "available": balance.cleared.minor - moving - settled,
            "moving": moving,
            "settled": settled,
        }
        digits = balance.booked.currency.digits
        shown = {name: money_text(minor, one.currency_code, digits)
                 for name, minor in minors.items()}  # fmt: skip
        rows.append({"currency": one.currency_code, **shown})
    return rows

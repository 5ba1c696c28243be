"""Which pages of a demo are worth a picture: found in its releases, the same ones each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

NADIA, TOMAS, INES = "nadia@partner.example", "tomas@master.example", "ines@sub.example"
MANAGER, MAKER = "marek@openbook.example", "clara@openbook.example"
CHECKER, COMPLIANCE = "priya@openbook.example", "salma@openbook.example"
FORMULAS = ("per_lot", "per_lot_differential", "fixed", "share_of_sale", "share", "carry",
            "carry_commission", "slices", "accounts")  # fmt: skip
PARTNER_PAGES = {
    "overview": "",
    "reports": "reports/?by=component&then=level",
    "reports-day": "reports/?by=day",
    "reports-country": "reports/?by=country",
    "reports-client": "reports/?by=client",
    "reports-lines": "reports/?by=line",
    "reports-year": "reports/?from=2025-09-01&to=2026-10-31&by=period&then=component",
    "commissions": "commissions/",
    "commissions-unpaid": "commissions/unpaid/",
    "statements": "statements/",
    "payments": "payments/",
    "clients": "clients/",
    "links": "links/",
    "links-new": "links/new/",
    "links-bulk": "links/bulk/",
    "creatives": "creatives/",
    "developers": "developers/",
    "developers-hooks": "developers/hooks/",
    "developers-conversions": "developers/conversions/",
    "cases": "cases/",
    "claim": "cases/missing-client/",
    "case": "cases/C-1001/",
    "terms": "terms/",
    "network": "network/",
    "compliance": "compliance/",
    "help": "help/",
    "settings": "settings/",
    "team": "team/",
    "missing": "nowhere/",
}
IN_ARABIC = ("clients", "links", "links-new", "creatives", "developers", "case", "terms", "network",
             "compliance", "help", "settings", "team")  # fmt: skip


@dataclass(frozen=True)
class Shot:
    """One page: its picture's name, who looks (empty: nobody), its address, its language."""

    name: str
    email: str
    path: str
    language: str = "en"


def shots() -> list[Shot]:
    """Every page, the signed-out ones first."""
    found = [
        Shot("sign-in", "", "/account/login/"),
        Shot("forgotten", "", "/account/password/reset/"),
        Shot("apply-programs", "", "/apply/"),
        Shot("apply", "", "/apply/larkspur/"),
    ]
    for email in (NADIA, TOMAS, INES):
        for program_id, partner_id in _memberships(email):
            found += _partner(email, program_id, partner_id)
    found += [
        Shot("overview-ar", NADIA, f"{_first(NADIA)}", "ar"),
        Shot("overview-de", NADIA, f"{_first(NADIA)}", "de"),
        Shot("payments-ar", NADIA, f"{_first(NADIA)}payments/", "ar"),
    ]
    found += [
        Shot(f"{name}-{language}", NADIA, "/larkspur/P-2002/" + PARTNER_PAGES[name], language)
        for name in IN_ARABIC
        for language in ("ar", "de")
    ]
    found += list(_staff())
    return found


def _memberships(email: str) -> list[tuple[str, str]]:
    from portal.accounts.models import Membership

    rows = Membership.objects.filter(user__email=email).order_by("program_id", "partner_id")
    return [(row.program_id, row.partner_id) for row in rows]


def _first(email: str) -> str:
    program_id, partner_id = _memberships(email)[-1]
    return f"/{program_id}/{partner_id}/"


def _partner(email: str, program_id: str, partner_id: str) -> Iterator[Shot]:
    from portal.releases.reader import current_release
    from portal.releases.selectors.statements import statement_list

    base, who = f"/{program_id}/{partner_id}/", f"{email.partition('@')[0]}-{program_id}"
    for name, path in PARTNER_PAGES.items():
        yield Shot(f"{who}-{name}", email, base + path)
    yield from _promotion(f"{who}-", email, base, program_id, partner_id)
    release = current_release(program_id)
    before = [p for p in release.periods if not p.is_running and p.calendar_id == "month"][-1:]
    for period in before:
        yield Shot(f"{who}-overview-closed", email, f"{base}?period={period.period_id}")
    for one in statement_list(release, partner_id)[:1]:
        key = f"{one.calendar_id}/{one.period_id}/{one.total.currency_code}"
        yield Shot(f"{who}-statement", email, f"{base}statements/{key}/")
    for name, line in _lines(release, partner_id):
        path = f"{base}commissions/{line['period_id']}/{line['line_id']}/"
        yield Shot(f"{who}-why-{name}", email, path)
    for name, event in _unpaid(release, partner_id):
        path = f"{base}commissions/unpaid/{event['period_id']}/{event['event_id']}/"
        yield Shot(f"{who}-why-not-{name}", email, path)
    if email == NADIA:
        for name, line in list(_lines(release, partner_id))[:1]:
            path = f"{base}commissions/{line['period_id']}/{line['line_id']}/"
            yield Shot(f"{who}-why-{name}-ar", email, path, "ar")


def _promotion(who: str, email: str, base: str, program_id: str, partner_id: str) -> Iterator[Shot]:
    from portal.creatives.models import Creative
    from portal.links.models import Link

    mine = {"partner__program_id": program_id, "partner__partner_id": partner_id}
    for link in Link.objects.filter(**mine).order_by("pk")[:1]:
        yield Shot(f"{who}link", email, f"{base}links/code/{link.link_code}/")
    for creative in Creative.objects.filter(program_id=program_id).order_by("pk")[:1]:
        yield Shot(f"{who}creative", email, f"{base}creatives/{creative.public_id}/")


def _lines(release: Any, partner_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The largest line of each formula, one that changed after it was booked, one above level 0."""
    files = release.files("pub_portal__lines")
    best = (
        "select {key} as name, max_by(line_id, abs(amount_minor)) as line_id,"
        " max_by(period_id, abs(amount_minor)) as period_id from read_parquet($files)"
        " where partner_id = $partner and {only} group by 1 order by 1"
    )
    asks = [
        ("replace(formula_code, '_', '-')", "true"),
        ("'changed'", "booked_minor <> 0 and booked_minor <> amount_minor"),
        ("'locked'", "state = 'locked'"),
        ("'negative'", "amount_minor < 0"),
    ]
    for key, only in asks:
        for row in release.rows(best.format(key=key, only=only), files=files, partner=partner_id):
            yield row["name"], row


def _unpaid(release: Any, partner_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """One event of each reason for which nothing was earned."""
    files = release.files("pub_portal__unpaid_events")
    if not files:
        return
    for row in release.rows(
        "select replace(reason_code, '_', '-') as name,"
        " min(md5(event_record_key || '/' || component_id)) as event_id,"
        " min_by(period_id, md5(event_record_key || '/' || component_id)) as period_id"
        " from read_parquet($files) where partner_id = $partner group by 1 order by 1",
        files=files, partner=partner_id,
    ):  # fmt: skip
        yield row["name"], row


def _staff() -> Iterator[Shot]:
    from portal.payouts.models import PayoutBatch
    from portal.reviews.models import Review

    for email in (MANAGER, MAKER, CHECKER, COMPLIANCE):
        yield Shot(f"staff-{email.partition('@')[0]}-today", email, "/staff/")
    for program_id in ("larkspur", "brightspin"):
        base = f"/staff/{program_id}/"
        yield Shot(f"staff-{program_id}-payouts", CHECKER, f"{base}payouts/")
        batch = PayoutBatch.objects.filter(program_id=program_id).order_by("paid_on").last()
        if batch:
            day = batch.batch_id.rpartition("/")[2]
            yield Shot(f"staff-{program_id}-batch", CHECKER, f"{base}payouts/{day}/")
        yield Shot(f"staff-{program_id}-reviews", COMPLIANCE, f"{base}reviews/")
        review = Review.objects.filter(program_id=program_id).order_by("pk").first()
        if review:
            yield Shot(f"staff-{program_id}-review", COMPLIANCE,
                       f"{base}reviews/{review.review_id}/")  # fmt: skip
    yield from _desk()
    yield Shot("staff-adjustments", MANAGER, "/staff/larkspur/adjustments/")
    yield Shot("staff-close", CHECKER, "/staff/larkspur/close/")
    yield Shot("staff-audit", COMPLIANCE, "/staff/larkspur/audit/")
    yield Shot("staff-denied", MANAGER, "/staff/larkspur/audit/")
    yield Shot("staff-missing", MANAGER, "/staff/nowhere/payouts/")


def _desk() -> Iterator[Shot]:
    """Partners, deals and what waits: a manager's day, some of it in Arabic."""
    from portal.deals.models import DealProposal

    base = "/staff/larkspur/"
    pages = {
        "partners": "partners/",
        "partner": "partners/P-2002/",
        "deals": "deals/",
        "deal": "deals/d/D-2002/",
        "deal-edit": "deals/d/D-2002/change",
        "deal-new": "deals/new",
        "deal-end": "deals/d/D-2002/end",
        "feeds": "feeds/",
        "applications": "applications/",
        "cases": "cases/",
    }
    proposal = DealProposal.objects.filter(program_id="larkspur").order_by("pk").first()
    if proposal:
        pages["proposal"] = f"deals/proposals/{proposal.proposal_id}/"
    for name, path in pages.items():
        yield Shot(f"desk-{name}", MANAGER, base + path)
    for name in ("partner", "deal-edit", "feeds"):
        yield Shot(f"desk-{name}-ar", MANAGER, base + pages[name], "ar")

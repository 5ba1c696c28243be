"""Which pages of a demo are worth a picture: found in its releases, the same ones each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.end_to_end.every_page import Missing, Shot, pages, path_of

NADIA, TOMAS, INES = "nadia@partner.example", "tomas@master.example", "ines@sub.example"
MANAGER, COMPLIANCE = "marek@openbook.example", "salma@openbook.example"
MAKER, CHECKER = "clara@openbook.example", "priya@openbook.example"
WHOLE = ("larkspur", "P-2002")  # every page of it and of its program, in three languages
# Views of a page beside the one that it opens with.
VIEWS = {
    "reports-by-component": "reports/?by=component&then=level",
    "reports-day": "reports/?by=day",
    "reports-country": "reports/?by=country",
    "reports-client": "reports/?by=client",
    "reports-lines": "reports/?by=line",
    "reports-before": "reports/?by=component&compare=before",
    "reports-nothing": "reports/?country=FI&level=0",
    "reports-year": "reports/?from=2025-09-01&to=2026-10-31&by=period&then=component",
    "missing": "nowhere/",
}
# What differs between partners: these pages are taken for each of them.
DIFFERS = ("overview", "reports", "commissions", "commissions_unpaid", "statements",
           "statements_one", "payments", "clients", "terms", "network")  # fmt: skip


def shots() -> list[Shot]:
    """Every page of one partner and its program; of the other partners what differs there."""
    found = []
    for shot in pages(*WHOLE, strict=False):
        own = replace(shot, email=NADIA) if shot.name.startswith("partner-") else shot
        found.append(own)
        for code in ("de", "ar"):
            found.append(replace(own, name=f"{own.name}-{code}", language=code))
    for email in (NADIA, TOMAS, INES):
        for program_id, partner_id in _memberships(email):
            found += _partner(email, program_id, partner_id)
    return found + list(_staff())


def _memberships(email: str) -> list[tuple[str, str]]:
    from portal.accounts.models import Membership

    rows = Membership.objects.filter(user__email=email).order_by("program_id", "partner_id")
    return [(row.program_id, row.partner_id) for row in rows]


def _partner(email: str, program_id: str, partner_id: str) -> Iterator[Shot]:
    from portal.releases.reader import current_release

    base, who = f"/{program_id}/{partner_id}/", f"{email.partition('@')[0]}-{partner_id.lower()}"
    if (program_id, partner_id) != WHOLE:
        for name in DIFFERS:
            try:
                path = path_of(f"partner:{name}", program_id, partner_id)
            except Missing:
                continue
            yield Shot(f"{who}-{name.replace('_', '-')}", email, path)
    else:
        yield from (Shot(f"{who}-{name}", email, base + path) for name, path in VIEWS.items())
    release = current_release(program_id)
    before = [p for p in release.periods if not p.is_running and p.calendar_id == "month"][-1:]
    for period in before:
        yield Shot(f"{who}-overview-closed", email, f"{base}?period={period.period_id}")
    for name, line in _lines(release, partner_id):
        path = f"{base}commissions/{line['period_id']}/{line['line_id']}/"
        yield Shot(f"{who}-why-{name}", email, path)
    for name, event in _unpaid(release, partner_id):
        path = f"{base}commissions/unpaid/{event['period_id']}/{event['event_id']}/"
        yield Shot(f"{who}-why-not-{name}", email, path)


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
    """Days of several people, other programs' batches and reviews, and what may not be seen."""
    for email in (MANAGER, MAKER, CHECKER, COMPLIANCE):
        yield Shot(f"staff-home-{email.partition('@')[0]}", email, "/staff/")
    for name, email in (("payouts_batch", MAKER), ("reviews_case", COMPLIANCE)):
        for program_id in ("larkspur", "brightspin"):
            try:
                path = path_of(f"staff:{name}", program_id, "P-1001")
            except Missing:
                continue
            yield Shot(f"staff-{name.replace('_', '-')}-{program_id}", email, path)
    yield Shot("staff-denied", MANAGER, "/staff/larkspur/audit/")
    yield Shot("staff-missing", MANAGER, "/staff/nowhere/payouts/")

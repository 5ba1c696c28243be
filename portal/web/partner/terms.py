"""My terms: each deal in the sentences that are executed, its history, how far the next step is."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.deals.spans import deal_spans
from portal.partners.selectors import parent_on
from portal.releases.selectors.terms import DealTerms, Part, Progress, progress_list, terms_list
from portal.web.partner import labels
from portal.web.partner.frame import WRITERS, Viewer, partner_page, show
from portal.web.partner.terms_history import history
from portal.web.partner.whatif_parts import form_context
from portal.web.partner.why_rule import ladder


@partner_page()
def terms(viewer: Viewer) -> HttpResponseBase:
    """All deals of the partner: those in force first."""
    today = viewer.today
    deals = terms_list(viewer.release, viewer.partner_id, viewer.language)
    progress = progress_list(viewer.release, viewer.partner_id)
    parent = parent_on(viewer.partner, today)
    context: dict[str, Any] = {
        "deals": [_deal(viewer, deal, progress) for deal in deals if deal.on(today)],
        "coming": [_coming(viewer, deal) for deal in deals if not deal.on(today)],
        "parent": parent,
        "today": today,
        "messages_href": viewer.url("help"),
        "agreed": _agreed(viewer, {deal.deal_id for deal in deals}),
    }
    if viewer.may(*WRITERS) and context["deals"]:
        context["whatif"] = form_context(viewer)
    return show(viewer, "partner/terms.html", context, "terms")


def _deal(viewer: Viewer, deal: DealTerms, progress: tuple[Progress, ...]) -> dict[str, Any]:
    ruling = deal.on(viewer.today)
    assert ruling
    own = [p for p in progress if p.line.deal_id == deal.deal_id]
    return {
        "deal_id": deal.deal_id,
        "title": _title(ruling.parts),
        "plan": labels.plan_label(ruling.plan_id),
        "version_no": ruling.plan_version_no,
        "valid_from": ruling.valid_from,
        "whole": next((p.sentences[1:] for p in ruling.parts if not p.component_id), ()),
        "parts": [
            {"name": labels.component_label(p.component_id), "sentences": p.sentences}
            for p in ruling.parts
            if p.component_id
        ],
        "progress": [_progress(viewer, p) for p in own],
        "history": history(deal, viewer.today),
    }


def _coming(viewer: Viewer, deal: DealTerms) -> dict[str, Any]:
    """A deal that has not begun, or has ended."""
    first, last = deal.versions[0], deal.versions[-1]
    begins = first.valid_from > viewer.today
    return {
        "deal_id": deal.deal_id,
        "title": _title((first if begins else last).parts),
        "begins": first.valid_from if begins else None,
        "ended": None if begins else last.valid_to,
        "history": history(deal, viewer.today),
    }


def _agreed(viewer: Viewer, known: set[str]) -> list[dict[str, Any]]:
    """Deals that were agreed since the release was made: their sentences come with the next one."""
    found = []
    for deal in viewer.partner.deals.exclude(deal_id__in=known).prefetch_related("versions"):
        for span in deal_spans(deal.versions.all())[:1]:
            found.append({"deal_id": deal.deal_id, "plan": labels.plan_label(span.row.plan_id),
                          "from": span.valid_from})  # fmt: skip
    return found


def _title(parts: tuple[Part, ...]) -> str:
    """The first sentence over the whole deal names plan, version and days."""
    whole = next((p for p in parts if not p.component_id), None)
    return whole.sentences[0] if whole and whole.sentences else _("Your terms")


def _progress(viewer: Viewer, found: Progress) -> dict[str, Any]:
    line = found.line
    period = viewer.release.period(line.calendar_id, line.period_id)
    return {
        "name": labels.component_label(line.component_id, line.component_type),
        "period": labels.period_label(period, line.period_id),
        "ladder": ladder(found),
        "href": viewer.url("commissions_why", period_id=line.period_id, line_id=line.line_id),
    }

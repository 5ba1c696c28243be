"""Overview: the number, when it is paid, where the money is, what earned it, what changed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.deals.selectors import plans_now
from portal.notices.selectors import announcement_text, announcements_for
from portal.releases.selectors.overview import Overview, overview_get
from portal.web.partner import overview_parts as parts
from portal.web.partner.balance import balance_bar
from portal.web.partner.days import today_in
from portal.web.partner.display import shown_in
from portal.web.partner.frame import Viewer, partner_page, show
from portal.web.partner.money_out import money_out, split_of
from portal.web.partner.next_payment import next_payment

NEWS_SHOWN = 3


@partner_page()
def overview(viewer: Viewer) -> HttpResponseBase:
    """One period of one partner in one currency: `?period=2026-09&currency=USD`."""
    wish = viewer.request.GET
    found = overview_get(
        viewer.release,
        viewer.partner_id,
        period_id=wish.get("period"),
        currency_code=wish.get("currency"),
    )
    if found is None:
        raise Http404
    choice = found.choice
    today = today_in(viewer.release.manifest.as_of, viewer.program.time_zone)
    context: dict[str, Any] = {
        "period_menu": parts.period_menu(found, today),
        "currency_menu": parts.currency_menu(found),
        "brand_menu": _brand_menu(viewer, found),
        "period_text": parts.period_text(found, today),
        "currency": choice.currency_code,
        "is_open": choice.period.is_running,
        "found": found,
        "news": [
            announcement_text(one, viewer.language) | {"at": one.published_at}
            for one in announcements_for(viewer.partner, plans_now(viewer.partner), viewer.today)
        ][:NEWS_SHOWN],
        "help_href": viewer.url("help"),
    }
    if not choice.currency_code:
        return show(viewer, "partner/overview_empty.html", context, "overview")
    out = money_out(viewer.partner, choice.currency_code)
    split = split_of(found.balance, out, found.held_open)
    context |= {
        "figures": found.figures,
        "shown_in": shown_in(viewer, found.figures.commission),
        "digits": found.figures.commission.currency.digits,
        "delta": parts.delta(found, today),
        "chart": parts.chart(found, today),
        "strip": parts.strip(found, viewer.program.vertical),
        "bar": balance_bar(viewer, split, out, today),
        "next": next_payment(viewer, split, out, today),
        "earned": parts.earned(viewer, found),
        "changes": parts.changes(viewer, found),
    }
    return show(viewer, "partner/overview.html", context, "overview")


def _brand_menu(viewer: Viewer, found: Overview) -> dict[str, Any] | None:
    """Brands of the partner's clients, where there are several: each leads to its report of the
    period. Balance and payment are one for all brands."""
    if len(found.brands) < 2:
        return None
    period = found.choice.period
    links = [
        {
            "text": brand,
            "href": viewer.url("reports") + "?" + urlencode({
                "from": period.starts_on.isoformat(), "to": period.ends_on.isoformat(),
                "by": "component", "brand": brand, "currency": found.choice.currency_code,
            }),
        }
        for brand in found.brands
    ]  # fmt: skip
    return {"present": _("all"), "links": links}

"""Overview: the number, when it is paid, where the money is, what earned it, what changed."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase

from portal.deals.selectors import brand_deals, plans_now
from portal.links.addresses import short_url
from portal.links.selectors import links_of
from portal.notices.selectors import announcement_text, announcements_for
from portal.releases.money_out import money_out, split_of
from portal.releases.selectors.overview import overview_get
from portal.releases.selectors.overview_brand import BrandWish
from portal.web.partner import overview_menus as menus
from portal.web.partner import overview_parts as parts
from portal.web.partner import overview_strip as strips
from portal.web.partner.balance import balance_bar
from portal.web.partner.days import today_in
from portal.web.partner.display import shown_in
from portal.web.partner.frame import Viewer, partner_page, show
from portal.web.partner.next_payment import next_payment

NEWS_SHOWN = 3


@partner_page()
def overview(viewer: Viewer) -> HttpResponseBase:
    """One period of one partner in one currency: `?period=2026-09&currency=USD&brand=azure`."""
    wish = viewer.request.GET
    brand, deals = wish.get("brand", ""), brand_deals(viewer.partner)
    found = overview_get(
        viewer.release,
        viewer.partner_id,
        period_id=wish.get("period"),
        currency_code=wish.get("currency"),
        of_brand=BrandWish(brand, deals.get(brand, ())) if brand else None,
    )
    brands = sorted({*found.brands, *deals}) if found else []
    if found is None or (brand and brand not in brands):
        raise Http404
    choice = found.choice
    today = today_in(viewer.release.manifest.as_of, viewer.program.time_zone)
    context: dict[str, Any] = {
        "period_menu": menus.period_menu(found, today, brand),
        "currency_menu": menus.currency_menu(found, brand),
        "brand_menu": menus.brand_menu(found, brands, brand),
        "brand": brand,
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
        first = links_of(viewer.partner).order_by("created_at", "pk").first()
        context |= {
            "first_link": short_url(first) if first else "",
            "links_href": viewer.url("links"),
            "terms_href": viewer.url("terms"),
        }
        return show(viewer, "partner/overview_empty.html", context, "overview")
    out = money_out(viewer.partner, choice.currency_code)
    split = split_of(found.balance, out, found.held_open)
    context |= {
        "figures": found.figures,
        "shown_in": shown_in(viewer, found.figures.commission),
        "digits": found.figures.commission.currency.digits,
        "delta": parts.delta(found, today),
        "chart": parts.chart(found, today),
        "strip": strips.brand_strip(found, viewer.program.vertical)
        if brand
        else strips.strip(found, viewer.program.vertical),
        "bar": balance_bar(viewer, split, out, today),
        "next": next_payment(viewer, split, out, today),
        "earned": parts.earned(viewer, found),
        "changes": parts.changes(viewer, found),
    }
    return show(viewer, "partner/overview.html", context, "overview")

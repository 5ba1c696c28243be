"""Commissions: a period's lines with one click to Why?, and the events that paid nothing."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from portal.releases.lines import ListedLine
from portal.releases.reader import Period
from portal.releases.selectors.commissions import (
    LineFilter,
    Unpaid,
    lines_page,
    read_cursor,
    unpaid_list,
)
from portal.web.base.tags.numbers import decimal_text, money_text
from portal.web.partner import labels
from portal.web.partner.display import shown_beside
from portal.web.partner.figures import exact, share
from portal.web.partner.frame import Viewer, partner_page, show
from portal.web.partner.unpaid_words import why_not


@partner_page()
def lines(viewer: Viewer) -> HttpResponseBase:
    """`?period=&component=&level=&group=&state=&client=&day=&after=`, newest first."""
    wish = viewer.request.GET
    period = chosen_period(viewer, wish.get("period"))
    narrow = _narrow(wish)
    after = read_cursor(wish.get("after", "")) if wish.get("after") else None
    if wish.get("after") and after is None:
        raise Http404
    page = lines_page(
        viewer.release, viewer.partner_id, calendar_id=period.calendar_id,
        period_id=period.period_id, narrow=narrow, after=after,
    )  # fmt: skip
    context = {
        "period": period,
        "period_text": labels.period_label(period),
        "period_menu": period_menu(viewer, period),
        "filters": _filters(wish, page.components),
        "active": [name for name in _WORDS if wish.get(name)],
        "rows": [line_row(viewer, line) for line in page.lines],
        "shown": shown_beside(viewer, [line.money for line in page.lines]),
        "has_lots": any(line.quantity_unit == "lots" for line in page.lines),
        "next_href": _with(wish, after=page.after) if page.after else "",
        "first_href": _with(wish, after="") if after else "",
        "clear_href": f"?period={period.period_id}",
        "unpaid_count": page.unpaid_count,
        "unpaid_href": viewer.url("commissions_unpaid") + f"?period={period.period_id}",
        "codes": sorted({line.money.currency_code for line in page.lines}),
        "tab": "lines",
    }
    return show(viewer, "partner/commissions.html", context, "commissions")


@partner_page()
def unpaid(viewer: Viewer) -> HttpResponseBase:
    """Why did this client not pay? Events of the period that earned nothing, with their reason."""
    wish = viewer.request.GET
    period = chosen_period(viewer, wish.get("period"))
    found = unpaid_list(
        viewer.release, viewer.partner_id, period_id=period.period_id,
        reason_code=wish.get("reason", ""), client_ref=wish.get("client", ""),
    )  # fmt: skip
    context = {
        "period": period,
        "period_text": labels.period_label(period),
        "period_menu": period_menu(viewer, period),
        "rows": [_unpaid_row(viewer, event) for event in found],
        "lines_href": viewer.url("commissions") + f"?period={period.period_id}",
        "clear_href": f"?period={period.period_id}",
        "active": [name for name in ("reason", "client") if wish.get(name)],
        "unpaid_count": len(found),
        "tab": "unpaid",
    }
    return show(viewer, "partner/commissions_unpaid.html", context, "commissions")


def chosen_period(viewer: Viewer, period_id: str | None) -> Period:
    """The period asked for, or the present one that ends last. Raises Http404."""
    periods = viewer.release.periods
    if period_id:
        found = [p for p in periods if p.period_id == period_id]
    else:
        found = viewer.release.presents()
    if not found:
        raise Http404
    return found[-1]


def period_menu(viewer: Viewer, period: Period) -> dict[str, Any]:
    """The period switch of a page that shows one period."""
    same = [p for p in viewer.release.periods if p.calendar_id == period.calendar_id]
    return {
        "present": labels.period_label(period),
        "links": [
            {"href": f"?period={p.period_id}", "text": labels.period_label(p),
             "note": labels.period_note(p, viewer.today)}
            for p in reversed(same[-24:])
        ],
    }  # fmt: skip


def line_row(viewer: Viewer, line: ListedLine) -> dict[str, Any]:
    """A line as a row of a list."""
    tone, state = labels.STATES.get(line.state, ("none", line.state))
    counted = unit = ""
    if line.quantity_unit in labels.UNITS:
        counted = exact(line.quantity, 2 if line.quantity_unit == "lots" else 0)
        unit = labels.unit_label(line.quantity_unit, line.quantity)
    elif line.base_amount is not None:
        counted = decimal_text(line.base_amount.quantize(line.money.currency.unit),
                               line.money.currency.digits)  # fmt: skip
        unit = line.money.currency_code
    return {
        "on": line.event_on,
        "label": labels.row_label(line.component_id, line.component_type, line.symbol_group or ""),
        "level": labels.level_label(line.level),
        "client": line.client_ref or "",
        "tail": line.account_tail or "",
        "symbol": line.symbol or line.product or "",
        "counted": counted,
        "unit": unit,
        "rate": share(line.own_rate) if line.rate_unit == "share" and line.rate
        else exact(line.own_rate) if line.rate else "",
        "amount": money_text(line.money.minor, line.money.currency_code,
                             line.money.currency.digits),
        "currency": line.money.currency_code,
        "tone": tone,
        "state": str(state),
        "href": viewer.url("commissions_why", period_id=line.period_id, line_id=line.line_id),
    }  # fmt: skip


def _unpaid_row(viewer: Viewer, event: Unpaid) -> dict[str, Any]:
    return {
        "on": event.event_on,
        "label": labels.component_label(event.component_id),
        "client": event.client_ref or "–",
        "what": event.symbol or labels.plain(event.event_kind),
        "counted": exact(event.quantity) if event.quantity is not None else "–",
        "why": why_not(event),
        "href": viewer.url(
            "commissions_why_not", period_id=event.period_id, event_id=event.event_id
        ),
    }


_WORDS = ("component", "level", "group", "state", "client", "day")


def _narrow(wish: QueryDict) -> LineFilter:
    level, day = wish.get("level", ""), wish.get("day", "")
    try:
        return LineFilter(
            component_id=wish.get("component", ""), level=int(level) if level else None,
            symbol_group=wish.get("group", ""), state=wish.get("state", ""),
            client_ref=wish.get("client", ""), on_day=date.fromisoformat(day) if day else None,
        )  # fmt: skip
    except ValueError:
        raise Http404 from None


def _with(wish: QueryDict, **changes: str) -> str:
    """The page's address with other values; an empty one takes the filter away."""
    values = {k: v for k, v in wish.items() if k != "after"} | changes
    return "?" + urlencode({k: v for k, v in values.items() if v})


def _filters(wish: QueryDict, components: Any) -> list[dict[str, Any]]:
    """The filter menus: component, level, group of symbols, state."""
    present = {
        "component": labels.component_label(wish.get("component")) or _("all"),
        "level": labels.level_label(int(level)) if (level := wish.get("level")) else _("all"),
        "group": labels.group_label(wish.get("group")) or _("all"),
        "state": str(labels.STATES.get(wish.get("state", ""), ("", _("all")))[1]),
    }
    values: dict[str, list[tuple[str, str]]] = {
        "component": sorted({(c.component_id, labels.component_label(c.component_id))
                             for c in components}),
        "level": sorted({(str(c.level), labels.level_label(c.level)) for c in components}),
        "group": sorted({(c.symbol_group, labels.group_label(c.symbol_group))
                         for c in components if c.symbol_group}),
        "state": sorted({(c.state, str(labels.STATES.get(c.state, ("", c.state))[1]))
                         for c in components}),
    }  # fmt: skip
    words = {"component": _("Component"), "level": _("Level"), "group": _("Symbols"),
             "state": _("State")}  # fmt: skip
    return [
        {
            "label": words[name],
            "present": present[name],
            "links": [{"href": _with(wish, **{name: ""}), "text": _("all")}]
            + [{"href": _with(wish, **{name: code}), "text": text} for code, text in found],
        }
        for name, found in values.items()
        if len(found) > 1 or wish.get(name)
    ]

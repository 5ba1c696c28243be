"""The strip of figures under the Overview's amount, each against the period before."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from portal.releases.decimals import rounded
from portal.releases.selectors.overview import Overview, PeriodFigures
from portal.web.base.tags.numbers import decimal_text, money_text
from portal.web.partner.figures import change


def strip(found: Overview, vertical: str) -> list[dict[str, str]]:
    """The figures that matter in the program's vertical, each against the period before."""
    now, before = found.figures, found.figures_before
    items = [
        _counted(_("Clicks"), now, before, "clicks", ""),
        _counted(_("Registrations"), now, before, "registrations", "clicks"),
    ]
    if vertical in ("igaming", "forex"):
        items.append(_counted(_("First deposits"), now, before, "first_deposits", "registrations"))
    else:
        items.append(_counted(_("Sales"), now, before, "sales", ""))
    items.append(_counted(_("Active clients"), now, before, "active_clients", ""))
    if vertical == "forex":
        items.append(_lots(now, before))
    elif now.net_revenue or vertical == "igaming":
        code = now.net_revenue.currency
        items.append(
            {
                "label": _("Net revenue, %(code)s") % {"code": code.code},
                "value": money_text(now.net_revenue.minor, code.code, code.digits),
                "note": change(now.net_revenue.minor, before.net_revenue.minor if before else 0),
            }
        )
    return items


def _lots(now: PeriodFigures, before: PeriodFigures | None) -> dict[str, str]:
    note = change(now.lots, before.lots if before else Decimal(0))
    return {"label": _("Lots closed"), "value": decimal_text(now.lots, 2), "note": note}


def _counted(label: str, now: PeriodFigures, before: PeriodFigures | None, name: str,
             of: str) -> dict[str, str]:  # fmt: skip
    value = getattr(now, name)
    notes = [change(value, getattr(before, name) if before else 0)]
    whole = getattr(now, of) if of else 0
    if whole:
        share = decimal_text(rounded(Decimal(value * 100) / whole, 1), 1)
        notes.append(
            _("%(share)s%% of clicks") % {"share": share}
            if of == "clicks"
            else _("%(share)s%% of registrations") % {"share": share}
        )
    return {
        "label": label,
        "value": decimal_text(Decimal(value), 0),
        "note": " · ".join(n for n in notes if n),
    }


def brand_strip(found: Overview, vertical: str) -> list[dict[str, str]]:
    """The same of one brand: what is known of its clients and lines. A click has no brand."""
    now, before = found.figures, found.figures_before
    items = [_counted(_("Registrations"), now, before, "registrations", "")]
    if vertical in ("igaming", "forex"):
        items.append(_counted(_("First deposits"), now, before, "first_deposits", "registrations"))
    items.append(_counted(_("Clients that earned"), now, before, "active_clients", ""))
    if vertical == "forex":
        items.append(_lots(now, before))
    return items

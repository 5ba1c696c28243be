"""The Overview's switches: period, currency, brand. Each link keeps what the others say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from portal.releases.selectors.overview import Overview
from portal.web.partner.labels import period_label, period_note


def period_menu(found: Overview, today: date, brand: str = "") -> dict[str, Any]:
    """The period switch: its present value and links to the others."""
    return {
        "present": period_label(found.choice.period),
        "links": [
            {
                "href": _address(p.period_id, found.choice.currency_code, brand),
                "text": period_label(p),
                "note": period_note(p, today),
            }
            for p in found.choice.periods[:24]
        ],
    }


def currency_menu(found: Overview, brand: str = "") -> dict[str, Any] | None:
    """The currency switch, when the partner has deals in several."""
    choice = found.choice
    if len(choice.currency_codes) < 2:
        return None
    return {
        "present": choice.currency_code,
        "links": [
            {"href": _address(choice.period.period_id, code, brand), "text": code,
             "note": _("your deal’s")}
            for code in choice.currency_codes
        ],
    }  # fmt: skip


def brand_menu(found: Overview, brands: Sequence[str], brand: str) -> dict[str, Any] | None:
    """The brand switch, where clients or deals are of several."""
    if len(brands) < 2 and not brand:
        return None
    choice = found.choice
    return {
        "present": brand or _("all"),
        "links": [
            {"href": _address(choice.period.period_id, choice.currency_code, one),
             "text": one or _("all")}
            for one in ("", *brands)
        ],
    }  # fmt: skip


def _address(period_id: str, currency_code: str, brand: str) -> str:
    asked = {"period": period_id, "currency": currency_code, "brand": brand}
    return "?" + urlencode({name: value for name, value in asked.items() if value})

"""Words of deals and proposals: states, kinds, and numbers that may be agreed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.web.partner import labels
from portal.web.partner.open_numbers import number_said
from portal.web.partner.plan_words import path_words

STATES = {"running": lazy("in force"), "coming": lazy("coming"), "ended": lazy("ended")}
KINDS = {
    "create": lazy("New deal"),
    "change": lazy("Change of a deal"),
    "end": lazy("End of a deal"),
}
PROPOSAL_STATES = {
    "proposed": (lazy("waits for another person"), "wait"),
    "approved": (lazy("approved"), "good"),
    "refused": (lazy("refused"), "bad"),
    "withdrawn": (lazy("taken back"), "none"),
}


def plan(plan_id: str) -> str:
    """A plan's id as a name."""
    return labels.plan_label(plan_id) if plan_id else "–"


def value_text(path: str, value: Any) -> str:
    """A negotiated value as the locale writes it; a whole table is named."""
    if isinstance(value, list):
        return _("a table of its own")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    return number_said(path, number)


def agreed(overrides: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a version has of its own: (words, value)."""
    return [(path_words(key), value_text(key, value)) for key, value in sorted(overrides.items())]

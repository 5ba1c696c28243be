"""Why an event paid nothing: the sentence of its reason code, with its operands."""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.releases import reasons
from portal.releases.selectors.commissions import Unpaid
from portal.web.partner.figures import exact
from portal.web.partner.labels import inside, plain
from portal.web.partner.meanings import metric_label


def why_not(event: Unpaid) -> SafeString:
    """Why an event paid nothing, as one sentence."""
    template = reasons.UNPAID.get(event.reason_code, _("The rule gives nothing for it: {reason}."))
    return format_html(
        str(template), asked=condition_text(event.asked), found=number_text(event.found),
        symbol=event.symbol or event.found or "", reason=plain(event.reason_code).lower(),
        asked_time=time_text(event.asked), found_time=time_text(event.found),
    )  # fmt: skip


def number_text(value: str | None) -> str:
    """A fact's text: a number as the locale writes it, anything else as it is."""
    if not value:
        return "–"
    try:
        return exact(Decimal(value), 0 if "." not in value else 2)
    except ArithmeticError:
        return value


def condition_text(asked: str | None) -> str:
    """`lots >= 2.0000` as "2.00 lots closed"; other texts as they are."""
    metric, sign, value = (asked or "").partition(" >= ")
    if not sign:
        return number_text(asked)
    return _("%(metric)s of at least %(value)s") % {
        "metric": inside(metric_label(metric)),
        "value": number_text(value),
    }


def time_text(value: str | None) -> str:
    """180 as 3 min, 94 as 1 min 34 s; other texts as they are."""
    if not value or not value.isdigit():
        return value or "–"
    minutes, seconds = divmod(int(value), 60)
    parts = [_("%(n)s min") % {"n": minutes}] if minutes else []
    if seconds or not parts:
        parts.append(_("%(n)s s") % {"n": seconds})
    return " ".join(parts)

"""Why an event paid nothing: one gettext template a reason code."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.releases.selectors.commissions import Unpaid
from portal.web.partner.figures import exact
from portal.web.partner.labels import plain
from portal.web.partner.meanings import metric_label


def why_not(event: Unpaid) -> SafeString:
    """Why an event paid nothing, as one sentence."""
    template = _WHY_NOT.get(event.reason_code, _("The rule gives nothing for it: {reason}."))
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
        "metric": metric_label(metric).lower(),
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


_WHY_NOT: dict[str, str | Promise] = {
    "no_deal": gettext_lazy("On that day <strong>no deal of yours</strong> covered this event."),
    "no_rate": gettext_lazy("Your plan lists <strong>no rate</strong> for {symbol}."),
    "demo_account": gettext_lazy(
        "The account is a <strong>demo account</strong>; your plan pays for live ones."
    ),
    "unattributed": gettext_lazy("The client is attributed to <strong>nobody</strong>."),
    "unmatched_account": gettext_lazy(
        "The account’s client is <strong>not known yet</strong>; it joins by itself when it is."
    ),
    "own_account": gettext_lazy("It is an <strong>own account</strong> of a partner in the chain."),
    "symbol_excluded": gettext_lazy("Your plan <strong>excludes {symbol}</strong>."),
    "holding_time": gettext_lazy(
        "The position was held <strong>{found_time}</strong>; your plan asks for {asked_time}."
    ),
    "condition_not_met": gettext_lazy(
        "A condition is <strong>not met</strong>: {asked} was asked, {found} was found."
    ),
    "already_paid": gettext_lazy(
        "The client was <strong>paid for before</strong>; a client counts once. "
    ),
    "rejected": gettext_lazy("It was <strong>rejected in review</strong>."),
    "first_sales_only": gettext_lazy(
        "Your plan pays for a client’s <strong>first {asked} sales</strong>; this "
        "was number {found}."
    ),
    "after_months": gettext_lazy(
        "Your plan pays for <strong>{asked} months</strong> from a client’s first "
        "sale, which was on {found}."
    ),
    "product_excluded": gettext_lazy("Your plan <strong>excludes {found}</strong>."),
    "account_type_excluded": gettext_lazy(
        "Accounts of type {found} <strong>do not earn</strong> under your plan. "
    ),
    "deal_reason_excluded": gettext_lazy(
        "Trades closed by {found} <strong>do not earn</strong> under your plan. "
    ),
    "outside_periods": gettext_lazy(
        "It happened <strong>before the program’s first period</strong>."
    ),
    "first_sale_only": gettext_lazy(
        "Your plan pays for a client’s <strong>first sale only</strong>."
    ),
    "amount_unknown": gettext_lazy(
        "The record <strong>does not say</strong> what your plan pays for."
    ),
    "fx_missing": gettext_lazy(
        "The exchange rate of the day <strong>has not arrived</strong>; it is counted when it does."
    ),
}

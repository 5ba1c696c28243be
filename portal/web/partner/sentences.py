"""Sentences about a line: one gettext template a formula code, condition and reason.

The release keeps codes and operands, never sentences; here they become words. `<strong>` marks
what a reader should see first; operands are escaped by `format_html`.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.releases import reasons
from portal.releases.formula_facts import opening_of, refunded_of
from portal.releases.lines import Fact, Line
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import decimal_text, money_named
from portal.web.partner.figures import exact, share
from portal.web.partner.labels import component_label, inside, month_name, symbol_label
from portal.web.partner.meanings import metric_label


def answer(line: Line, facts: list[Fact]) -> SafeString:
    """The sentence at the head of the Why page: what happened, and what it is worth."""
    if line.state == "locked":
        return _locked(line, facts)
    return _ANSWERS.get(line.formula_code, _other)(line, facts)


def reason(line: Line) -> SafeString:
    """Why the line is worth nothing, was trimmed, or waits; nothing to say otherwise."""
    return format_html(str(reasons.LINE.get(line.reason_code or "", "")), code=line.reason_code)


def _per_lot(line: Line, facts: list[Fact]) -> SafeString:
    return format_html(
        _(
            "A client of yours closed <strong>{lots} lots</strong> of {symbol} on {day}; your rate "
            "is <strong>{rate} {currency} a lot</strong>."
        ),
        **_trade(line),
        rate=exact(line.rate),
    )


def _differential(line: Line, facts: list[Fact]) -> SafeString:
    if not line.own_rate or line.own_rate < 0:
        return format_html(
            _(
                "A client of your network closed <strong>{lots} lots</strong> of {symbol} on "
                "{day}; somebody below you earns your rate or more, so <strong>nothing is "
                "left</strong> for you."
            ),
            **_trade(line),
        )
    template = (
        _(
            "A client of your sub-partner closed <strong>{lots} lots</strong> of {symbol} on "
            "{day}, and your rate is <strong>{gain} {currency} a lot</strong> higher than theirs."
        )
        if line.level == 1
        else _(
            "A client deeper in your network closed <strong>{lots} lots</strong> of {symbol} on "
            "{day}, and your rate is <strong>{gain} {currency} a lot</strong> higher than the "
            "highest below you."
        )
    )
    return format_html(template, **_trade(line), gain=exact(line.own_rate))


def _trade(line: Line) -> dict[str, str]:
    return {
        "lots": exact(line.quantity), "symbol": symbol_label(line.symbol) or _("a symbol"),
        "day": day_text(line.event_on, "d MMMM"), "currency": line.money.currency_code,
    }  # fmt: skip


def _fixed(line: Line, facts: list[Fact]) -> SafeString:
    met = sum(1 for f in facts if f.section == "condition" and f.verdict == "met")
    if line.component_type == "cpa":
        return format_html(
            _(
                "Client {client} met <strong>all {count} conditions</strong> on {day}; you receive "
                "<strong>{rate} {currency}</strong> for it, once."
            ),
            client=line.client_ref or "", count=met, day=day_text(line.event_on, "d MMMM"),
            rate=exact(line.rate), currency=line.money.currency_code,
        )  # fmt: skip
    return format_html(
        _("{quantity} × <strong>{rate} {currency}</strong> on {day}."),
        quantity=exact(line.quantity, 0), rate=exact(line.rate),
        currency=line.money.currency_code, day=day_text(line.event_on, "d MMMM"),
    )  # fmt: skip


def _sale(line: Line, facts: list[Fact]) -> SafeString:
    values = {
        "client": line.client_ref or "", "day": day_text(line.event_on, "d MMMM"),
        "source": exact(line.source_amount or line.base_amount or Decimal(0)),
        "code": line.source_currency_code or line.money.currency_code, "share": share(line.rate),
    }  # fmt: skip
    refunded = refunded_of(facts)
    if refunded:
        return format_html(
            _(
                "Client {client} paid <strong>{source} {code}</strong> on {day}, of which "
                "{refunded} {code} were refunded; <strong>{share}</strong> of the rest is yours."
            ),
            **values,
            refunded=exact(refunded),
        )
    return format_html(
        _(
            "Client {client} paid <strong>{source} {code}</strong> on {day}; "
            "<strong>{share}</strong> of it is yours."
        ),
        **values,
    )


def _share(line: Line, facts: list[Fact]) -> SafeString:
    base = line.base_amount or Decimal(0)
    values = {
        "month": month_name(line.period_id), "currency": line.money.currency_code,
        "base": decimal_text(abs(base).quantize(line.money.currency.unit),
                             line.money.currency.digits),
        "share": share(line.rate),
    }  # fmt: skip
    carried = opening_of(facts)
    if base < 0:
        return format_html(
            _(
                "Your clients won <strong>{base} {currency}</strong> more than they lost in "
                "{month}. Nothing is taken from you; what is carried is earned back first."
            ),
            **values,
        )
    if carried:
        return format_html(
            _(
                "Your clients left <strong>{base} {currency}</strong> of net revenue in {month}. "
                "What was carried came off first; <strong>{share}</strong> prices the rest."
            ),
            **values,
        )
    return format_html(
        _(
            "Your clients left <strong>{base} {currency}</strong> of net revenue in {month}; "
            "<strong>{share}</strong> of it is yours."
        ),
        **values,
    )


def _slices(line: Line, facts: list[Fact]) -> SafeString:
    count = sum(1 for f in facts if f.section == "slice")
    return format_html(
        _(
            "{component} of {month}: each of <strong>{count} steps</strong> prices its own slice, "
            "and the slices are added."
        ),
        component=component_label(line.component_id), month=month_name(line.period_id), count=count,
    )  # fmt: skip


def _accounts(line: Line, facts: list[Fact]) -> SafeString:
    return format_html(
        _("{component} of {month}: <strong>each account pays by itself</strong>, and what they "
          "pay is added."),
        component=component_label(line.component_id), month=month_name(line.period_id),
    )  # fmt: skip


def _locked(line: Line, facts: list[Fact]) -> SafeString:
    gate = next((f for f in facts if f.section == "condition" and f.verdict == "not_met"), None)
    if gate is None:
        return format_html(
            _(
                "It is earned and <strong>locked</strong>: {month} does not meet the gate of your "
                "plan. The first later period that does releases it."
            ),
            month=month_name(line.period_id),
        )
    return format_html(
        _(
            "It is earned and <strong>locked</strong>: the plan asks for {asked} {metric}, and "
            "{month} had <strong>{found}</strong>."
        ),
        asked=gate.asked or "", found=gate.found or "0", month=month_name(line.period_id),
        metric=inside(metric_label(gate.code)),
    )  # fmt: skip


def _other(line: Line, facts: list[Fact]) -> SafeString:
    return format_html(
        _("{component} of {day}: <strong>{amount}</strong>."),
        component=component_label(line.component_id, line.component_type),
        day=day_text(line.event_on, "d MMMM"),
        amount=money_named(line.money.minor, line.money.currency_code, line.money.currency.digits),
    )


_ANSWERS = {
    "per_lot": _per_lot,
    "per_lot_differential": _differential,
    "fixed": _fixed,
    "share_of_sale": _sale,
    "share": _share,
    "carry": _share,
    "carry_commission": _share,
    "accounts": _accounts,
    "slices": _slices,
}

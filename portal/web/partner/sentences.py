"""Sentences about a line: one gettext template a formula code, condition and reason.

The release keeps codes and operands, never sentences; here they become words. `<strong>` marks
what a reader should see first; operands are escaped by `format_html`.
"""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.releases.decimals import text
from portal.releases.formula_facts import opening_of, refunded_of
from portal.releases.lines import Fact, Line
from portal.releases.selectors.commissions import Unpaid
from portal.web.base.tags.numbers import day as day_text
from portal.web.base.tags.numbers import decimal_text, money_named, percent
from portal.web.partner.labels import component_label, month_name, plain, symbol_label


def exact(value: Decimal, at_least: int = 2) -> str:
    """An exact number as the locale writes it, with all its digits."""
    return decimal_text(value, max(at_least, len(text(value, 0).partition(".")[2])))


def share(rate: Decimal) -> str:
    """A share as a percentage with all its digits: 30%, 0.75%."""
    return percent(rate, len(text(rate * 100, 0).partition(".")[2]))


def answer(line: Line, facts: list[Fact]) -> SafeString:
    """The sentence at the head of the Why page: what happened, and what it is worth."""
    if line.state == "locked":
        return _locked(line, facts)
    return _ANSWERS.get(line.formula_code, _other)(line, facts)


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
                "A client of your network closed <strong>{lots} lots</strong> of {symbol} on {day}; "
                "somebody below you earns your rate or more, so <strong>nothing is left</strong> "
                "for you."
            ),
            **_trade(line),
        )
    template = (
        _(
            "A client of your sub-partner closed <strong>{lots} lots</strong> of {symbol} on {day}, "
            "and your rate is <strong>{gain} {currency} a lot</strong> higher than theirs."
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
        metric=metric_label(gate.code).lower(),
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

METRICS: dict[str, str | Promise] = {
    "first_deposit": lazy("First deposit"),
    "total_deposits": lazy("Deposits together"),
    "net_deposits": lazy("Deposits less withdrawals"),
    "wagered": lazy("Amount wagered"),
    "lots": lazy("Lots closed"),
    "trades": lazy("Trades closed"),
    "net_revenue": lazy("Net revenue"),
    "commission_paid": lazy("Commission paid by the client"),
    "identity_verified": lazy("Identity verified"),
    "active_clients": lazy("Active clients"),
    "qualified": lazy("Qualified"),
}


def metric_label(code: str) -> str:
    """A metric of a condition in words."""
    return str(METRICS[code]) if code in METRICS else plain(code)


MEANINGS: dict[str, str | Promise] = {
    "quantity": lazy("counted"),
    "modifier": lazy("lot modifier"),
    "rate": lazy("your rate, %(currency)s per lot"),
    "own_rate": lazy("your rate, %(currency)s per lot"),
    "lower_rate": lazy("the highest rate below you"),
    "amount_each": lazy("%(currency)s for each"),
    "source_amount": lazy("paid by the client, %(source)s"),
    "refunded": lazy("refunded, %(source)s"),
    "fx_rate": lazy("%(currency)s for 1 %(source)s"),
    "share": lazy("your share"),
    "gross": lazy("gross: stakes, less payouts and voids"),
    "base": lazy("base, %(currency)s"),
    "net_revenue": lazy("net revenue"),
    "carried": lazy("carried from before"),
    "slice": lazy("in this step"),
    "slice_rate": lazy("rate of the step"),
    "account": lazy("one account"),
    "accounts": lazy("all accounts together"),
    "exact_amount": lazy("%(currency)s, as found"),
    "exact": lazy("%(currency)s, exact"),
}
DEDUCTIONS: dict[str, str | Promise] = {
    "bonus_cost": lazy("bonus cost"),
    "jackpot_contribution": lazy("jackpot contribution"),
    "chargebacks": lazy("chargebacks"),
    "adjustments": lazy("adjustments"),
    "fees.platform": lazy("platform fee"),
    "fees.provider": lazy("provider fee"),
    "fees.payment": lazy("payment fee"),
    "fees.licence": lazy("licence fee"),
    "fees.tax": lazy("tax"),
}


def deduction_label(code: str) -> str:
    """A deduction in words; fees of other names keep theirs."""
    known = DEDUCTIONS.get(code)
    return str(known) if known else plain(code.removeprefix("fees.")).lower()


def meaning(code: str, line: Line, subject: str = "") -> str:
    """What an operand of the equation is, in a few words."""
    if code == "deduction":
        return deduction_label(subject)
    if code == "account" and subject:
        return plain(subject)
    if code == "quantity":
        return {"lots": _("lots closed"), "clients": _("qualified client"),
                "sales": _("sale")}.get(line.quantity_unit or "", _("counted"))  # fmt: skip
    if code == "modifier":
        return _("lot modifier, %(symbol)s") % {"symbol": symbol_label(line.symbol)}
    if code == "lower_rate" and line.lower_partner_id:
        return _("%(partner)s’s rate, the highest below you") % {"partner": line.lower_partner_id}
    words = str(MEANINGS.get(code, plain(code)))
    return words % {
        "currency": line.money.currency_code,
        "source": line.source_currency_code or line.money.currency_code,
    }


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
        "metric": metric_label(metric).lower(), "value": number_text(value),
    }  # fmt: skip


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
    "no_deal": lazy("On that day <strong>no deal of yours</strong> covered this event."),
    "no_rate": lazy("Your plan lists <strong>no rate</strong> for {symbol}."),
    "demo_account": lazy("The account is a <strong>demo account</strong>; your plan pays for live ones."),
    "unattributed": lazy("The client is attributed to <strong>nobody</strong>."),
    "unmatched_account": lazy("The account’s client is <strong>not known yet</strong>; it joins by itself when it is."),
    "own_account": lazy("It is an <strong>own account</strong> of a partner in the chain."),
    "symbol_excluded": lazy("Your plan <strong>excludes {symbol}</strong>."),
    "holding_time": lazy("The position was held <strong>{found_time}</strong>; your plan asks for {asked_time}."),
    "condition_not_met": lazy("A condition is <strong>not met</strong>: {asked} was asked, {found} was found."),
    "already_paid": lazy("The client was <strong>paid for before</strong>; a client counts once."),
    "rejected": lazy("It was <strong>rejected in review</strong>."),
    "first_sales_only": lazy("Your plan pays for a client’s <strong>first {asked} sales</strong>; this was number {found}."),
    "after_months": lazy("Your plan pays for <strong>{asked} months</strong> from a client’s first sale, which was on {found}."),
    "product_excluded": lazy("Your plan <strong>excludes {found}</strong>."),
    "account_type_excluded": lazy("Accounts of type {found} <strong>do not earn</strong> under your plan."),
    "deal_reason_excluded": lazy("Trades closed by {found} <strong>do not earn</strong> under your plan."),
    "outside_periods": lazy("It happened <strong>before the program’s first period</strong>."),
    "first_sale_only": lazy("Your plan pays for a client’s <strong>first sale only</strong>."),
    "fx_missing": lazy("The exchange rate of the day <strong>has not arrived</strong>; it is counted when it does."),
}  # fmt: skip

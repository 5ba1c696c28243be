"""Sentences for the reason codes of a release (docs/reference/tables.md, section 5): one each.

`UNPAID`: why an event earned nothing; operands: asked, found, symbol, asked_time, found_time.
`LINE`: why a line is worth nothing, less, or waits. `CHANGE`: why a booked line changed.
`<strong>` marks what a reader should see first; `plain` leaves it out, for those without pages.
"""

from __future__ import annotations

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Word = str | Promise
_MARKS = re.compile(r"</?strong>")

UNPAID: dict[str, Word] = {
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
    "below_first_step": gettext_lazy(
        "It lies <strong>below the first step</strong>, or no step’s conditions hold: that earns "
        "nothing."
    ),
    "capped": gettext_lazy(
        "A <strong>cap of the plan</strong> was reached: what lies above it is not paid."
    ),
}
LINE: dict[str, Word] = {
    "rejected": gettext_lazy("<strong>Rejected in review</strong>: the line is worth nothing."),
    "refunded": gettext_lazy("<strong>Refunded whole</strong>: nothing is left of it."),
    "capped": gettext_lazy(
        "A <strong>cap of the plan</strong> was reached: what lies above it is not paid."
    ),
    "below_first_step": gettext_lazy(
        "It lies <strong>below the first step</strong>, or no step’s conditions hold: that earns "
        "nothing."
    ),
    "no_difference": gettext_lazy(
        "Somebody below you earns <strong>your rate or more</strong>: no difference is left."
    ),
    "not_qualified": gettext_lazy(
        "What this level asks for in the period <strong>was not met</strong>."
    ),
    "guard": gettext_lazy(
        "All that this event pays together may not be more than <strong>a declared part of its "
        "revenue</strong>: the line was trimmed."
    ),
    "gate_not_met": gettext_lazy(
        "The period <strong>did not meet its gate</strong>: the amount waits until a later period "
        "meets it."
    ),
}
CHANGE: dict[str, Word] = {
    "late_event": gettext_lazy("it arrived after the period was closed"),
    "event_amended": gettext_lazy("the source amended the event"),
    "event_removed": gettext_lazy("the source removed the event"),
    "chargeback": gettext_lazy("it was charged back"),
    "refund": gettext_lazy("it was refunded"),
    "rule_corrected": gettext_lazy("the rule was corrected"),
    "attribution_changed": gettext_lazy("the client’s attribution changed"),
    "rate_late": gettext_lazy("an exchange rate landed late"),
    "review_rejected": gettext_lazy("it was rejected in review"),
    "paid_by_platform": gettext_lazy("the trading platform had paid it already"),
    "manual": gettext_lazy("agreed by hand, approved by a second person"),
    "forfeited": gettext_lazy("forfeited, as the terms say"),
}


def plain(table: dict[str, Word], code: str | None, **operands: str) -> str:
    """The sentence of a code without marks, in the language that is active; "" without a code."""
    if not code:
        return ""
    if code not in table:
        return code
    return _MARKS.sub("", str(table[code])).strip().format(**operands)

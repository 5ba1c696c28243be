"""What a number of the equation is, in a few words: metrics, operands, deductions."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.releases.lines import Line
from portal.web.partner.labels import plain, symbol_label

METRICS: dict[str, str | Promise] = {
    "first_deposit": gettext_lazy("First deposit"),
    "total_deposits": gettext_lazy("Deposits together"),
    "net_deposits": gettext_lazy("Deposits less withdrawals"),
    "highest_net_deposits": gettext_lazy("Deposits less withdrawals at their highest"),
    "wagered": gettext_lazy("Amount wagered"),
    "lots": gettext_lazy("Lots closed"),
    "trades": gettext_lazy("Trades closed"),
    "net_revenue": gettext_lazy("Net revenue"),
    "commission_paid": gettext_lazy("Commission paid by the client"),
    "identity_verified": gettext_lazy("Identity verified"),
    "active_clients": gettext_lazy("Active clients"),
    "qualified": gettext_lazy("Qualified"),
    "qualified_clients": gettext_lazy("Qualified clients"),
    "first_deposits": gettext_lazy("First deposits"),
    "registrations": gettext_lazy("Registrations"),
    "sales": gettext_lazy("Sales"),
    "deposits": gettext_lazy("Deposits"),
    "net_sales": gettext_lazy("Net sales"),
    "turnover": gettext_lazy("Turnover"),
}


def metric_label(code: str) -> str:
    """A metric of a condition in words."""
    return str(METRICS[code]) if code in METRICS else plain(code)


MEANINGS: dict[str, str | Promise] = {
    "quantity": gettext_lazy("counted"),
    "modifier": gettext_lazy("lot modifier"),
    "rate": gettext_lazy("your rate, %(currency)s per lot"),
    "own_rate": gettext_lazy("your rate, %(currency)s per lot"),
    "lower_rate": gettext_lazy("the highest rate below you"),
    "level_rate": gettext_lazy("your rate"),
    "paid_below": gettext_lazy("paid below, after the cap"),
    "uncapped_below": gettext_lazy("below, before the cap"),
    "cut": gettext_lazy("by cutting to whole units"),
    "commission_below": gettext_lazy("commission below"),
    "trimmed": gettext_lazy("over the guard, %(currency)s"),
    "missing": gettext_lazy("that nobody had left, %(currency)s"),
    "rebate_given": gettext_lazy("given to the client, %(currency)s"),
    "amount_each": gettext_lazy("%(currency)s for each"),
    "source_amount": gettext_lazy("paid by the client, %(source)s"),
    "refunded": gettext_lazy("refunded, %(source)s"),
    "fx_rate": gettext_lazy("%(currency)s for 1 %(source)s"),
    "share": gettext_lazy("your share"),
    "gross": gettext_lazy("gross: stakes, less payouts and voids"),
    "base": gettext_lazy("base, %(currency)s"),
    "net_revenue": gettext_lazy("net revenue"),
    "carried": gettext_lazy("carried from before"),
    "slice": gettext_lazy("in this step"),
    "turnover": gettext_lazy("turnover, %(currency)s"),
    "per": gettext_lazy("of turnover, %(currency)s"),
    "capped": gettext_lazy("over the cap, %(currency)s"),
    "recouped": gettext_lazy("set off against an advance, %(currency)s"),
    "active_days": gettext_lazy("days on which it held"),
    "period_days": gettext_lazy("days of the period"),
    "period_amount": gettext_lazy("%(currency)s for a whole period"),
    "slice_rate": gettext_lazy("rate of the step"),
    "account": gettext_lazy("one account"),
    "accounts": gettext_lazy("all accounts together"),
    "exact_amount": gettext_lazy("%(currency)s, as found"),
    "exact": gettext_lazy("%(currency)s, exact"),
}
DEDUCTIONS: dict[str, str | Promise] = {
    "bonus_cost": gettext_lazy("bonus cost"),
    "jackpot_contribution": gettext_lazy("jackpot contribution"),
    "chargebacks": gettext_lazy("chargebacks"),
    "adjustments": gettext_lazy("adjustments"),
    "fees.platform": gettext_lazy("platform fee"),
    "fees.provider": gettext_lazy("provider fee"),
    "fees.payment": gettext_lazy("payment fee"),
    "fees.licence": gettext_lazy("licence fee"),
    "fees.tax": gettext_lazy("tax"),
}


GROSS: dict[str, str | Promise] = {
    "gross": gettext_lazy("gross"),
    "stakes": gettext_lazy("stakes"),
    "deposits": gettext_lazy("deposits"),
    "turnover": gettext_lazy("turnover"),
}


def gross_label(code: str) -> str:
    """What a revenue share starts from, in words."""
    return str(GROSS[code]) if code in GROSS else plain(code).lower()


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

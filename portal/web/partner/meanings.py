"""What a number of the equation is, in a few words: metrics, operands, deductions."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.releases.lines import Line
from portal.web.partner.labels import plain, symbol_label

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

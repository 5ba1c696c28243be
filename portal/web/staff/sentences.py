"""Codes of payouts as sentences: why a balance is not paid, what a check asked and found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from portal.web.base.tags.numbers import (
    MINUS,
    day,
    decimal_text,
    moment,
    money_named,
    money_signed,
    money_text,
    percent,
)
from portal.web.base.tags.numbers import signed as with_sign

Facts = Mapping[str, Any]

STATES = {
    "drafted": (lazy("drafted, pays nobody"), "none"),
    "frozen": (lazy("frozen"), "wait"),
    "submitted": (lazy("submitted"), "go"),
    "approved": (lazy("approved"), "go"),
    "exported": (lazy("sent"), "go"),
    "accepted": (lazy("accepted by the bank"), "go"),
    "rejected": (lazy("rejected by the bank"), "bad"),
    "settled": (lazy("settled"), "good"),
    "returned": (lazy("returned"), "bad"),
    "recalled": (lazy("recalled"), "none"),
    "held": (lazy("held"), "wait"),
}


SIGNALS = {
    "shared_address": lazy("Several clients, one address"),
    "shared_device": lazy("Several clients, one device"),
    "quick_conversion": lazy("Conversion too soon after the click"),
    "late_conversion": lazy("Conversion too late after the click"),
    "click_velocity": lazy("Clicks faster than people"),
    "sub_id_explosion": lazy("Unusually many sub ids"),
    "data_centre": lazy("Click from a data centre"),
    "self_referral": lazy("Self-referral suspected"),
    "same_bank_account": lazy("Bank details of another partner"),
    "country_mismatch": lazy("Click and registration from different countries"),
    "churn": lazy("Trades closed within moments"),
    "opposite_hedges": lazy("Opposite hedges"),
    "own_account": lazy("Own account suspected"),
    "no_play": lazy("No play after qualifying"),
    "deposit_reversed": lazy("Deposit reversed"),
    "brand_bidding": lazy("Brand bidding"),
}


def signal(code: str) -> str:
    """What raised a case, in words; a code without words is made readable."""
    return str(SIGNALS[code]) if code in SIGNALS else code.replace("_", " ").capitalize()


def state(code: str) -> dict[str, str]:
    """The word and tone of a batch's or payment's state."""
    word, tone = STATES[code]
    return {"word": str(word), "tone": tone}


def not_paid(row: Facts) -> dict[str, str]:
    """Why a balance is not paid, and when that ends; the partner reads the same words."""
    operands, code = row["operands"], row["reason_code"]
    if code == "review":
        by = day(operands["decide_by"]) if operands["decide_by"] else "–"
        return {
            "reason": _("In review, case %(case)s") % {"case": operands["review_id"]},
            "opens": _("decided by %(day)s") % {"day": by},
        }
    if code == "below_threshold":
        currency = operands["payout_currency_code"]
        return {
            "reason": _("Below its threshold, %(threshold)s (%(found)s)")
            % {
                "threshold": money_named(operands["threshold_minor"], currency),
                "found": money_named(operands["payout_minor"], currency),
            },
            "opens": _("when reached"),
        }
    if code == "request_too_high":
        found = money_named(operands["requested_minor"], operands["currency_code"])
        return {
            "reason": _("Asks for %(amount)s, more than is available") % {"amount": found},
            "opens": _("when it is available, or asked for less"),
        }
    if code == "method_cooling_off":
        return {
            "reason": _("Bank details changed %(moment)s")
            % {"moment": moment(operands["changed_at"])},
            "opens": _("%(moment)s; next batch") % {"moment": moment(operands["usable_from"])},
        }
    reason, opens = _REASONS.get(code, (code, "–"))
    return {"reason": str(reason), "opens": str(opens)}


_REASONS = {
    "negative_balance": (lazy("Negative balance"), lazy("earned back first")),
    "partner_suspended": (lazy("Payments are suspended"), lazy("when the partner is active again")),
    "partner_applied": (lazy("Not admitted yet"), lazy("when the partner is admitted")),
    "identity_unverified": (lazy("Identity not verified"), lazy("when it is")),
    "not_requested": (lazy("Not asked for"), lazy("when the partner asks")),
    "no_method": (lazy("No bank details"), lazy("72 hours after they are given")),
    "account_shared": (
        lazy("Its account is also another partner’s, under review"),
        lazy("when it names its own, or the case ends"),
    ),
    "method_currency": (
        lazy("A SEPA account takes euro only"),
        lazy("when account and payout currency fit"),
    ),
    "no_rate": (lazy("No exchange rate up to this day"), lazy("when one arrives")),
    "bank_changed_since": (lazy("Bank details changed since the freeze"), lazy("next batch")),
}


def signed(number: str) -> str:
    """A number of a calculation with its sign: +5.3, −5.4; in German +5,3."""
    return _signed(number, decimal_text(abs(Decimal(number)), 1))


def _signed(number: str, shown: str) -> str:
    return with_sign(MINUS if number.startswith("-") else "+", shown)


def delta(before: Facts | None) -> dict[str, str] | None:
    """The batch's sum against that of the batch before: change, per cent, what it was."""
    if before is None:
        return None
    currency = before["currency_code"]
    return {
        "change": money_signed(before["change_minor"], currency),
        "percent": _signed(before["percent"], percent(abs(Decimal(before["percent"])) / 100)),
        "was": money_text(before["amount_minor"], currency),
        "count": str(before["count"]),
    }


def check(row: Facts) -> dict[str, str]:
    """A check's name, what it asked, and what it found."""
    name, asked = _CHECKS[row["code"]]
    return {"name": str(name), "asked": str(asked), "found": _found(row["code"], row["found"])}


_CHECKS = {
    "digest": (lazy("Digest"), lazy("that of the freeze")),
    "reserved_once": (lazy("Reserved once"), lazy("one reservation for each payment")),
    "converted_once": (lazy("Converted once"), lazy("amount × rate, rounded by itself")),
    "ledger_head": (lazy("Ledger head"), lazy("the one the batch was read at")),
    "rates_dated": (lazy("Rates"), lazy("dated on or before the freeze")),
    "bank_files": (lazy("Bank files"), lazy("valid before they are sent")),
    "nobody_blocked": (
        lazy("Nobody is paid who must not be"),
        lazy("identity, suspension, 72 hours"),
    ),
}


def _files(kinds: str) -> str:
    """`pain.001.001.09, transfer_list, transfer_list` as kinds with how many there are."""
    found = Counter(kind.strip().replace("_", " ") for kind in kinds.split(","))
    return ", ".join(f"{kind} × {n}" if n > 1 else kind for kind, n in found.items())


def _found(code: str, found: Facts) -> str:
    if code in ("reserved_once", "converted_once"):
        return _("%(good)s of %(all)s") % {"good": found["good"], "all": found["of"]}
    texts = {
        "rates_dated": day(found["last"]) if found.get("last") else _("no exchange in it"),
        "bank_files": found.get("message") or _files(str(found.get("files") or "–")),
        "nobody_blocked": found.get("partners") or _("0 in the batch"),
        "ledger_head": found.get("heads") or _("no close yet"),
        "digest": found.get("now"),
    }
    return str(texts[code])

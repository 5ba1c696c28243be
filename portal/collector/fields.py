"""What a postback says, under our names: columns of the feed `conversions`. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

LONGEST = 200
# Ours: what other systems call it. The first that has a value counts.
NAMES: dict[str, tuple[str, ...]] = {
    "event_id": ("event_id", "transaction_id", "transactionid", "conversion_id", "txid", "id"),
    "conversion_type": ("type", "conversion_type", "goal", "event"),
    "occurred_at": ("occurred_at", "timestamp", "time", "conversion_unix_timestamp"),
    "client_id": ("client_id", "customer_id", "player_id", "user_id"),
    "click_id": ("click_id", "clickid", "aff_sub", "btag", "cxd", "afp"),
    "partner_code": ("partner_code", "promo", "promo_code"),
    "amount": ("amount", "sum", "sale_amount", "payout"),
    "currency_code": ("currency", "currency_code", "currency_id"),
    "quantity": ("quantity",),
    "product": ("product",),
    "order_id": ("order_id", "order"),
    "refunds": ("refunds",),
    "brand": ("brand",),
    "status": ("status",),
    "country": ("country", "geo", "country_code"),
}
TYPES = ("lead", "registration", "identity_verified", "deposit", "withdrawal", "sale", "refund",
         "chargeback", "custom")  # fmt: skip
OTHER_TYPES = {
    "signup": "registration", "sign_up": "registration", "reg": "registration",
    "kyc": "identity_verified", "ftd": "deposit", "first_deposit": "deposit",
    "purchase": "sale", "order": "sale", "return": "refund",
}  # fmt: skip

APPROVED = ("", "approved", "confirmed", "completed", "accepted", "paid", "settled", "true", "1")
REJECTED = ("rejected", "declined", "invalid", "cancelled", "canceled", "failed", "false", "0", "3")


class NotUnderstood(ValueError):
    """A postback that names too little; says what is missing."""


def record_of(
    given: Mapping[str, str], *, source_id: str, own_names: Mapping[str, str],
    currency_code: str, is_signed: bool, now: datetime,
) -> dict[str, Any]:  # fmt: skip
    """The record; `occurred_at` is left out when the message does not say it.

    Without a valid signature the status is `unconfirmed`, whatever it says.

    Raises NotUnderstood: no client and no click; an amount that is no number.
    """
    said = {name: _first(given, own_names, name) for name in NAMES}
    if not said["client_id"] and not said["click_id"]:
        raise NotUnderstood("name the client (client_id) or the click (click_id)")
    kind = said["conversion_type"].lower()
    record: dict[str, Any] = {
        **said,
        "conversion_type": kind if kind in TYPES else OTHER_TYPES.get(kind, "custom"),
        "client_id": said["client_id"] or f"click:{said['click_id']}",
        "occurred_at": _moment(said["occurred_at"], now),
        "amount": _amount(said["amount"]),
        "currency_code": (said["currency_code"] or currency_code).upper() if said["amount"] else "",
        "status": _status(said["status"]) if is_signed else "unconfirmed",
    }
    own = said["event_id"] or "h-" + content_hash(record | {"status": ""})[:24]
    record["event_id"] = f"{source_id}:{own}"
    return {name: value for name, value in record.items() if value != ""}


def content_hash(record: Mapping[str, Any]) -> str:
    """The same text for the same content."""
    text = json.dumps(dict(record), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _first(given: Mapping[str, str], own_names: Mapping[str, str], name: str) -> str:
    theirs = [key for key, ours in own_names.items() if ours == name]
    for key in (*theirs, *NAMES[name]):
        text = "".join(c for c in str(given.get(key, "")) if c.isprintable()).strip()
        if text and not (text.startswith("{") and text.endswith("}")):  # a macro left unfilled
            return text[:LONGEST]
    return ""


def _moment(text: str, now: datetime) -> str:
    """ISO 8601 in UTC, never after now; seconds or ms since 1970 are understood."""
    if not text:
        return ""
    try:
        if text.isascii() and text.isdecimal() and len(text) in (10, 13):
            at = datetime.fromtimestamp(int(text[:10]), UTC)
        else:
            at = datetime.fromisoformat(text)
            at = at if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        at = now
    return min(at, now).astimezone(UTC).isoformat() if at.year >= 2000 else now.isoformat()


def _status(text: str) -> str:
    """approved (also when nothing is said), rejected, or pending for any other word."""
    if text.lower() in APPROVED:
        return "approved"
    return "rejected" if text.lower() in REJECTED else "pending"


def _amount(text: str) -> str:
    if not text:
        return ""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise NotUnderstood(f"amount {text[:40]!r} is no number; write it like 125.50") from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 14:
        raise NotUnderstood("the amount is too large")
    if value != value.quantize(Decimal("0.0001")):
        raise NotUnderstood("the amount has more than 4 decimals")
    return f"{value:f}"

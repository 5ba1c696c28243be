"""What must hold between the columns of one row, beyond their types. One table, one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RowRule:
    """`broken` is SQL over typed columns; true or false, never null for a sound row."""

    column: str
    reason_code: str
    broken: str
    message: str


CONFIRMED = ("approved", "confirmed", "completed", "accepted", "paid", "settled", "true", "1")
UNCONFIRMED = (
    *("pending", "hold", "on_hold", "rejected", "declined", "invalid", "cancelled", "canceled"),
    *("failed", "false", "0", "2", "3", "5", "unconfirmed"),
)
MONEY = ("deposit", "withdrawal", "sale", "refund", "chargeback")


def _in(values: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{value}'" for value in values) + ")"


ROW_RULES: dict[str, tuple[RowRule, ...]] = {
    "trades": (
        RowRule("lots", "negative_lots", "lots < 0", "closed volume is never below 0"),
        RowRule(
            "closed_at",
            "closes_before_it_opens",
            "closed_at < opened_at",
            "the trade closes before it opens; check the server clock of this source",
        ),
        RowRule(
            "account_id",
            "missing_required",
            "account_id is null and client_id is null",
            "neither an account nor a client is named",
        ),
    ),
    "conversions": (
        RowRule(
            "amount",
            "missing_required",
            f"conversion_type in {_in(MONEY)} and amount is null",
            "a deposit, withdrawal, sale, refund or chargeback needs an amount",
        ),
        RowRule(
            "currency_code",
            "missing_required",
            "amount is not null and currency_code is null",
            "an amount needs its currency; deliver it, or set `currency` in feeds.yaml",
        ),
        RowRule(
            "status",
            "unknown_choice",
            f"lower(status) not in {_in(CONFIRMED + UNCONFIRMED)}",
            f"is neither a confirmed state ({', '.join(CONFIRMED[:6])}) nor an unconfirmed one "
            f"({', '.join(UNCONFIRMED[:9])})",
        ),
    ),
    "fx_rates": (
        RowRule("units_per_eur", "bad_decimal", "units_per_eur <= 0", "a rate is above 0"),
        RowRule(
            "currency_code",
            "unknown_choice",
            "currency_code = 'EUR' and units_per_eur <> 1",
            "one EUR is 1 EUR",
        ),
    ),
}

DERIVED: dict[str, dict[str, str]] = {
    "conversions": {"is_confirmed": f"coalesce(lower(status) in {_in(CONFIRMED)}, true)"},
    "accounts": {
        "account_tail": "account_id_tail",
        "is_demo": "regexp_matches(lower(account_type), 'demo|contest|practice')",
    },
    "trades": {"account_tail": "account_id_tail"},
}
"""Columns of `raw` that no file delivers, over typed columns."""

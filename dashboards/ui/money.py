"""Amounts as a person reads them; they stay decimal until they are text."""

from __future__ import annotations

from collections.abc import Mapping

from dashboards.data.releases import money


def amount_text(minor: int, currency_code: str, digits: Mapping[str, int]) -> str:
    """`1,234.50 USD`, with a true minus."""
    amount = money(minor, digits.get(currency_code, 2))
    return f"{amount:,}".replace("-", "\u2212") + f" {currency_code}"

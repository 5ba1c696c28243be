"""Exact numbers as the locale writes them, with all their digits."""

from __future__ import annotations

from decimal import Decimal

from portal.releases.decimals import text
from portal.web.base.tags.numbers import decimal_text, percent


def exact(value: Decimal, at_least: int = 2) -> str:
    """An exact number as the locale writes it, with all its digits."""
    return decimal_text(value, max(at_least, len(text(value, 0).partition(".")[2])))


def share(rate: Decimal) -> str:
    """A share as a percentage with all its digits: 30%, 0.75%."""
    return percent(rate, len(text(rate * 100, 0).partition(".")[2]))

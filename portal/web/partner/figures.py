"""Exact numbers as the locale writes them, with all their digits."""

from __future__ import annotations

from decimal import Decimal

from portal.releases.decimals import rounded, text
from portal.web.base.tags.numbers import decimal_text, percent, signed


def exact(value: Decimal, at_least: int = 2) -> str:
    """An exact number as the locale writes it, with all its digits."""
    return decimal_text(value, max(at_least, len(text(value, 0).partition(".")[2])))


def share(rate: Decimal) -> str:
    """A share as a percentage with all its digits: 30%, 0.75%."""
    return percent(rate, len(text(rate * 100, 0).partition(".")[2]))


def change(now: Decimal | int, before: Decimal | int) -> str:
    """A change in per cent with its sign: +12.5%, −50.0%; nothing where there was nothing before,
    or the sign turned."""
    if before <= 0 or now < 0:
        return ""
    moved = (Decimal(now) - Decimal(before)) / Decimal(before)
    said = percent(moved)
    return signed("+", said) if rounded(moved * 100, 1) > 0 else said

"""Decimals as they are printed and compared: no trailing zeros, half away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

EXACT = Context(prec=60)


def trimmed(value: Decimal, at_least: int = 2) -> Decimal:
    """Without trailing zeros, but with at least that many decimals (or none if `at_least` is 0)."""
    plain = value.normalize(EXACT)
    exponent = plain.as_tuple().exponent
    places = max(at_least, -exponent if isinstance(exponent, int) else 0)
    return plain.quantize(Decimal(1).scaleb(-places), context=EXACT)


def text(value: Decimal, at_least: int = 2) -> str:
    """`trimmed`, as plain digits: 18.63, 250.00, 0.005."""
    return f"{trimmed(value, at_least):f}"


def rounded(value: Decimal, digits: int) -> Decimal:
    """Half away from zero to that many digits (COMMISSIONS, Rounding)."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=EXACT)


def times(first: Decimal, second: Decimal) -> Decimal:
    """An exact product."""
    return EXACT.multiply(first, second)


def divided(first: Decimal, second: Decimal) -> Decimal:
    """A quotient at 12 decimals, half away from zero: the product's one division."""
    return rounded(Context(prec=120).divide(first, second), 12)

"""Rounding, exchange and dates of money (COMMISSIONS, "Money")."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from tests.oracle.facts import World

PARITIES = {"USC": ("USD", Decimal("0.01"))}
EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
TWELVE = Decimal("0.000000000001")


class NoRate(Exception):
    """No stored rate of the 7 days before the event ("else the program's run is blocked")."""


def rounded(amount: Decimal, digits: int) -> Decimal:
    """ "Rounding is half away from zero to the minor unit (JPY 0 digits, KWD 3)." """
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=EXACT)


def minor(amount: Decimal, digits: int) -> int:
    """The rounded amount in minor units."""
    return int(rounded(amount, digits).scaleb(digits, context=EXACT))


def divided(amount: Decimal, by: Decimal) -> Decimal:
    """ "Multiply first, divide once, last; every quotient is half away from zero at 12
    decimals." """
    with localcontext(EXACT):
        return (amount / by).quantize(TWELVE, rounding=ROUND_HALF_UP)


def kept(amount: Decimal) -> Decimal:
    """What lines and bases keep: 12 decimals, half away (docs/reference/tables.md, section 5)."""
    return amount.quantize(TWELVE, rounding=ROUND_HALF_UP, context=EXACT)


def per_euro(world: World, currency: str, day: date) -> Decimal:
    """ "The program's last rate dated strictly before `event_on`, at most 7 days old"; "units of
    the currency for 1 EUR"; a currency with a parity is a fixed part of another."""
    if currency == "EUR":
        return Decimal(1)
    if currency in PARITIES:
        other, parity = PARITIES[currency]
        return divided(per_euro(world, other, day), parity)
    for age in range(1, 8):
        rate = world.rates.get((currency, day - timedelta(days=age)))
        if rate is not None:
            return rate
    raise NoRate(f"{currency} before {day}")


def exchange(world: World, source: str, target: str, day: date) -> Decimal:
    """ "X to Y = (Y per EUR) / (X per EUR), one division, half away from zero at 12 decimals;
    X to X is 1." """
    if source == target:
        return Decimal(1)
    return divided(per_euro(world, target, day), per_euro(world, source, day))


def converted(world: World, amount: Decimal, source: str | None, target: str, day: date) -> Decimal:
    """ "An event's amounts become the deal's currency at the program's last rate dated strictly
    before `event_on`, unrounded": not to the minor unit, but kept to 12 decimals."""
    return kept(amount * exchange(world, source or target, target, day))

"""Money between currencies: exact until it is rounded once, half away from zero. Pure.

RULINGS, "Money and booking": multiply first, divide once; an exchange rate is a number of its
own, rounded at 12 decimals half away from zero before it multiplies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from typing import Any

from django.utils.translation import gettext as _

from portal.currencies import digits_of
from portal.partners.errors import DomainError

TWELVE = Decimal("0.000000000001")
# decimal's ROUND_HALF_UP goes away from zero at the half, for both signs.
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


class NoRate(LookupError):
    """No rate of this currency is dated on or before the day."""


@dataclass(frozen=True)
class Rate:
    """Units of the target for one unit of the source currency; `on` is None where they are one."""

    value: Decimal
    on: date | None
    source: str


def digits(currency_code: str) -> int:
    """Decimal digits of the currency's minor unit (2 for EUR, 0 for JPY, 3 for KWD)."""
    return digits_of(currency_code)


def major(amount_minor: int, currency_code: str) -> Decimal:
    """The amount in units of the currency, exactly."""
    return Decimal(amount_minor).scaleb(-digits(currency_code))


def minor_of(amount: Decimal, currency_code: str) -> int:
    """Minor units of an amount in units of the currency, as somebody wrote it.

    Raises DomainError for more decimals than the currency has: nothing is rounded unseen.
    """
    minor = amount.scaleb(digits(currency_code))
    if not minor.is_finite() or minor != minor.to_integral_value():
        raise DomainError("bad_amount", _("Not in whole minor units of %s.") % currency_code)
    return int(minor)


def convert(amount_minor: int, currency_code: str, target: str, rate: Decimal) -> int:
    """Minor units of `target`: amount x rate, rounded once, half away from zero."""
    with localcontext(_EXACT):
        exact = major(amount_minor, currency_code) * rate
        return int(exact.scaleb(digits(target)).to_integral_value(rounding=ROUND_HALF_UP))


class Rates:
    """Rates of one rate set: units of a currency for 1 EUR, by day."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """`rows` have currency_code, rate_on (date), units_per_eur (Decimal) and source."""
        self._by_currency: dict[str, list[tuple[date, Decimal, str]]] = {}
        for row in rows:
            units = row["units_per_eur"]
            if not isinstance(units, Decimal) or units <= 0:
                raise ValueError(
                    f"rate of {row['currency_code']} on {row['rate_on']} is {units!r}: "
                    "it must be a Decimal above 0"
                )
            entry = (row["rate_on"], units, str(row["source"]))
            self._by_currency.setdefault(row["currency_code"], []).append(entry)
        for found in self._by_currency.values():
            found.sort(key=lambda entry: entry[0])

    def between(self, currency_code: str, target: str, on: date) -> Rate:
        """The last rate dated on or before `on`. Raises NoRate."""
        if currency_code == target:
            return Rate(Decimal(1), None, "")
        from_on, from_units, from_source = self._last(currency_code, on)
        to_on, to_units, to_source = self._last(target, on)
        with localcontext(_EXACT):
            value = (to_units / from_units).quantize(TWELVE, rounding=ROUND_HALF_UP)
        dated = min(day for day in (from_on, to_on) if day is not None)
        return Rate(value, dated, from_source or to_source)

    def _last(self, currency_code: str, on: date) -> tuple[date | None, Decimal, str]:
        if currency_code == "EUR":
            return None, Decimal(1), ""
        usable = [entry for entry in self._by_currency.get(currency_code, ()) if entry[0] <= on]
        if not usable:
            raise NoRate(f"no rate of {currency_code} is dated on or before {on}")
        return usable[-1]

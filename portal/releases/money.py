"""Money as a release keeps it: whole minor units of a currency. Never a float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency with its number of digits and its symbol."""

    code: str
    digits: int
    symbol: str

    @property
    def unit(self) -> Decimal:
        """The smallest amount: 0.01 for two digits."""
        return Decimal(1).scaleb(-self.digits)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units of one currency; sums of two currencies are refused."""

    minor: int
    currency: Currency

    @property
    def amount(self) -> Decimal:
        """In major units, with exactly the currency's digits."""
        return Decimal(self.minor).scaleb(-self.currency.digits)

    @property
    def currency_code(self) -> str:
        return self.currency.code

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + other._minor_of(self.currency), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - other._minor_of(self.currency), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency.code}"

    def _minor_of(self, currency: Currency) -> int:
        if self.currency.code != currency.code:
            raise ValueError(f"{self.currency.code} and {currency.code} do not add up.")
        return self.minor

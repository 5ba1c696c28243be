"""Write numbers, money, dates and names in a language, and fill templates with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Title
from commission_rules.text.units import UNITS

LANGUAGES = ("en", "de", "ar")
Templates = Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=4096)
def day_text(day: date, language: str) -> str:
    """Return the date in long form: 1 March 2026."""
    return format_date(day, "d. MMMM y" if language == "de" else "d MMMM y", locale=language)


class Say:
    """Speaks one language, about amounts in one currency."""

    def __init__(self, language: str, currency: str, lookups: Lookups) -> None:
        self.language = language
        self._currency = currency
        self._lookups = lookups
        self._locale = Locale.parse(language)

    def fill(self, templates: Templates, key: str, /, **values: str) -> str:
        """Fill the template `key` of this language."""
        return templates[self.language][key].format(**values)

    def money(self, amount: Decimal) -> str:
        """Write an amount in the deal's currency with all the digits it has."""
        return format_currency(
            amount, self._currency, locale=self._locale, decimal_quantization=False
        )

    def number(self, number: Decimal | int) -> str:
        return format_decimal(number, locale=self._locale, decimal_quantization=False)

    def percent(self, share: Decimal) -> str:
        return format_percent(share, locale=self._locale, decimal_quantization=False)

    def counted(self, unit: str, number: int) -> str:
        """Write a number with its unit in the right plural: 1 day, 14 days."""
        forms = UNITS[self.language][unit]
        form = forms.get(self._locale.plural_form(number), forms["other"])
        return form.format(n=self.number(number))

    def listing(self, words: Sequence[str]) -> str:
        return format_list(list(words), locale=self._locale)

    def listing_or(self, words: Sequence[str]) -> str:
        return format_list(list(words), style="or", locale=self._locale)

    def name(self, kind: str, value: str) -> str:
        """Write a value of a feed or a group as people read it; without a name, as it is."""
        if kind == "country":
            return str(self._locale.territories.get(value, value))
        title = self._title(kind, value)
        return str(getattr(title, self.language)) if title else value.replace("_", " ")

    def _title(self, kind: str, value: str) -> Title | None:
        if kind == "symbol_group":
            group = self._lookups.symbols.groups.get(value)
            return group.label if group else None
        if kind == "country_group":
            countries = self._lookups.countries.groups.get(value)
            return countries.label if countries else None
        found: Mapping[str, Title] = getattr(self._lookups.names, kind, {})
        return found.get(value)

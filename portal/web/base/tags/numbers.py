"""Money, numbers and dates as the reader's locale writes them; the minus is a true one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, get_currency_precision, get_currency_symbol
from django import template
from django.utils import translation

register = template.Library()
MINUS = "\u2212"
NOT_APPLICABLE = "–"


def locale_now() -> Locale:
    """Babel's locale for the language of the page; digits stay Western in Arabic."""
    language = translation.get_language() or "en"
    try:
        return Locale.parse(translation.to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def decimal_text(value: Decimal, digits: int | None, locale: Locale | None = None) -> str:
    """`value` grouped, with exactly `digits` decimals (None: as many as it has), true minus."""
    if digits is None:
        exponent = value.normalize().as_tuple().exponent
        digits = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text: str = format_decimal(
        abs(value), format=pattern, locale=locale or locale_now(), numbering_system="latn"
    )
    return f"{MINUS}{text}" if value < 0 else text


def minor_to_decimal(minor: int, digits: int) -> Decimal:
    """Minor units as an exact decimal: (1234, 2) is 12.34, (1234, 0) is 1234."""
    return Decimal(int(minor)).scaleb(-digits)


def money_text(minor: int | None, currency: str, digits: int | None = None) -> str:
    """The number alone, for a column whose head names the currency; `–` for None."""
    if minor is None:
        return NOT_APPLICABLE
    digits = get_currency_precision(currency) if digits is None else digits
    return decimal_text(minor_to_decimal(minor, digits), digits)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """`{{ row.amount_minor|money:row.currency_code }}` → 1,234.56 (no currency sign)."""
    return money_text(minor, currency)


@register.simple_tag
def money_signed(minor: int | None, currency: str, digits: int | None = None) -> str:
    """As `money`, with a plus on what is above zero: for differences."""
    text = money_text(minor, currency, digits)
    return f"+{text}" if minor is not None and minor > 0 else text


@register.simple_tag
def money_named(minor: int | None, currency: str, digits: int | None = None) -> str:
    """The number with its code, for running text: 1,234.56 USD."""
    return f"{money_text(minor, currency, digits)}\u00a0{currency}"


@register.filter
def number(value: Decimal | int | None, digits: int | None = None) -> str:
    """A count or quantity, grouped; with `digits` decimals if given. Floats are refused."""
    if value is None or value == "":
        return NOT_APPLICABLE
    if isinstance(value, float):
        raise TypeError("a float is no number to show: pass an int or a Decimal")
    return decimal_text(Decimal(value), digits)


@register.filter
def percent(share: Decimal | None, digits: int = 1) -> str:
    """A share (0.2 is 20 %) as a percentage, rounded half away from zero."""
    if share is None:
        return NOT_APPLICABLE
    from decimal import ROUND_HALF_UP

    value = (Decimal(share) * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    locale = locale_now()
    pattern = locale.percent_formats[None].pattern
    sign = "\u00a0%" if "\u00a0" in pattern or " " in pattern else "%"
    return decimal_text(value, digits, locale) + sign


def currency_sign(currency: str) -> str:
    """The currency's sign in the page's language: $, €, or its code when there is none."""
    sign: str = get_currency_symbol(currency, locale=locale_now())
    return sign


def as_date(value: date | datetime | str) -> date | datetime:
    """A date or UTC moment from what a release or a model holds."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC)
    return value


@register.filter
def day(value: Any, style: str = "medium") -> str:
    """A day: `medium` 28 Oct 2026, `long` 28 October 2026, `short` 28 Oct."""
    if not value:
        return NOT_APPLICABLE
    formats = {"short": "d MMM", "medium": "d MMM y", "long": "d MMMM y", "month": "MMMM y"}
    text: str = format_date(as_date(value), formats.get(style, style), locale=_latin())
    return text


@register.filter
def moment(value: Any) -> str:
    """A moment in UTC to the minute: 28 Oct 2026, 12:00."""
    if not value:
        return NOT_APPLICABLE
    text: str = format_datetime(as_date(value), "d MMM y, HH:mm", locale=_latin())
    return text


@register.filter
def clock_time(value: Any) -> str:
    """The time of a moment, in UTC: 12:00."""
    if not value:
        return NOT_APPLICABLE
    found = as_date(value)
    return f"{found:%H:%M}" if isinstance(found, datetime) else NOT_APPLICABLE


def _latin() -> Locale:
    """The page's locale with Western digits, which codes and amounts beside dates use too."""
    locale = locale_now()
    if locale.default_numbering_system == "latn":
        return locale
    return Locale.parse(f"{locale.language}_AE") if locale.language == "ar" else locale

"""Money, numbers and dates as the reader's locale writes them; the minus is a true one."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_timezone, get_timezone_location
from babel.numbers import (
    NumberPattern,
    format_decimal,
    get_currency_symbol,
    parse_pattern,
)
from django import template
from django.utils import timezone, translation

from portal import clock
from portal.currencies import digits_of

register = template.Library()
MINUS = "\u2212"
LEFT_TO_RIGHT = "\u200e"
FIRST_STRONG, END_OF_IT = "\u2068", "\u2069"
NOT_APPLICABLE = "–"


def locale_now() -> Locale:
    """Babel's locale for the language of the page; digits stay Western in Arabic."""
    return _locale_of(translation.get_language() or "en")


@lru_cache(maxsize=32)
def _locale_of(language: str) -> Locale:
    try:
        return Locale.parse(translation.to_locale(language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


@lru_cache(maxsize=32)
def _pattern(digits: int) -> NumberPattern:
    return parse_pattern("#,##0" + ("." + "0" * digits if digits else ""))


def decimal_text(value: Decimal, digits: int | None, locale: Locale | None = None) -> str:
    """`value` grouped, with exactly `digits` decimals (None: as many as it has), true minus."""
    if digits is None:
        exponent = value.normalize().as_tuple().exponent
        digits = max(0, -exponent) if isinstance(exponent, int) else 0
    text: str = format_decimal(
        abs(value), format=_pattern(digits), locale=locale or locale_now(), numbering_system="latn"
    )
    return signed(MINUS, text) if value < 0 else text


def signed(sign: str, text: str) -> str:
    """A sign before a number; in right-to-left pages a mark keeps it on the number's left."""
    return f"{LEFT_TO_RIGHT if translation.get_language_bidi() else ''}{sign}{text}"


def minor_to_decimal(minor: int, digits: int) -> Decimal:
    """Minor units as an exact decimal: (1234, 2) is 12.34, (1234, 0) is 1234."""
    return Decimal(int(minor)).scaleb(-digits)


def money_text(minor: int | None, currency: str, digits: int | None = None) -> str:
    """The number alone, for a column whose head names the currency; `–` for None."""
    if minor is None:
        return NOT_APPLICABLE
    digits = digits_of(currency) if digits is None else digits
    return decimal_text(minor_to_decimal(minor, digits), digits)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """`{{ row.amount_minor|money:row.currency_code }}` → 1,234.56 (no currency sign)."""
    return money_text(minor, currency)


@register.simple_tag
def money_signed(minor: int | None, currency: str, digits: int | None = None) -> str:
    """As `money`, with a plus on what is above zero: for differences."""
    text = money_text(minor, currency, digits)
    return signed("+", text) if minor is not None and minor > 0 else text


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
def apart(text: object) -> str:
    """A name or code in a sentence: in right-to-left pages it keeps its own direction, so that a
    number after it does not join it. Elsewhere as it is."""
    if not translation.get_language_bidi():
        return str(text)
    return f"{FIRST_STRONG}{text}{END_OF_IT}"


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
    """A date, or a moment in the reader's zone, from what a release or a model holds."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    if isinstance(value, datetime):
        return clock.utc(value).astimezone(timezone.get_current_timezone())
    return value


# CLDR skeletons: each language puts day, month and year in its own order.
DAY_STYLES = {"short": "MMMd", "medium": "yMMMd", "month": "yMMMM"}


@register.filter
def day(value: Any, style: str = "medium") -> str:
    """A day: `medium` 28 Oct 2026, `long` 28 October 2026, `short` 28 Oct, `month` October 2026;
    any other style is one of Babel's, or a CLDR pattern such as `d`, in which a day before its
    month gets the dot that some languages write."""
    if not value:
        return NOT_APPLICABLE
    found, locale = as_date(value), _date_locale()
    if style in DAY_STYLES:
        text: str = format_skeleton(DAY_STYLES[style], found, locale=locale)
    else:
        text = format_date(found, _dotted(style, locale), locale=locale)
    return text


def _dotted(pattern: str, locale: Locale) -> str:
    """`EEEE d MMMM` as German writes it: `EEEE, d. MMMM`; `d-` is a first day, as in 1.–28. Mai."""
    if locale.language != "de":
        return pattern.replace("d-", "d")
    pattern = pattern.replace("d-", "d.").replace("d MMM", "d. MMM")
    return pattern.replace("EEEE d.", "EEEE, d.").replace("EEE d.", "EEE, d.")


@register.filter
def moment(value: Any) -> str:
    """A moment in the reader's zone (`{% zone %}`) to the minute: 28 Oct 2026, 12:00."""
    return f"{day(value)}, {clock_time(value)}" if value else NOT_APPLICABLE


@register.filter
def clock_time(value: Any) -> str:
    """The time of a moment in the reader's zone: 12:00."""
    if not value:
        return NOT_APPLICABLE
    found = as_date(value)
    return f"{found:%H:%M}" if isinstance(found, datetime) else NOT_APPLICABLE


@register.simple_tag
def zone() -> str:
    """The zone in which moments are shown, as the page's language names it: UTC, Madrid, Berlin."""
    name = timezone.get_current_timezone_name()
    return name if name == "UTC" else zone_name(name)


def zone_name(name: str) -> str:
    """A zone of the tz database by its city: Europe/Madrid is Madrid."""
    if name == "UTC":
        return name
    city: str = get_timezone_location(get_timezone(name), locale=locale_now(), return_city=True)
    return city


@register.filter
def at(found: list[Any], place: int) -> Any:
    """The item of a list at a place: of a column that stands beside the rows."""
    return found[place]


def _date_locale() -> Locale:
    """The page's locale; English writes the day before the month."""
    locale = locale_now()
    return Locale.parse("en_GB") if locale.language == "en" else locale

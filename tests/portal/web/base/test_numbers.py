"""Money, numbers and dates, as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from portal.web.base.tags import numbers

NBSP = "\u00a0"


def render(source: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (123456, "USD", "1,234.56"),
        (0, "EUR", "0.00"),
        (-330, "USD", "−3.30"),
        (123456, "JPY", "123,456"),
        (1234567, "KWD", "1,234.567"),
        (5, "USD", "0.05"),
        (None, "USD", "–"),
        (10**17 + 1, "USD", "1,000,000,000,000,000.01"),
    ],
)
def test_minor_units_become_the_amount_to_the_last_digit(minor, currency, text):
    assert render("{{ m|money:c }}", m=minor, c=currency) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "−1,234.56"),
        ("de", "−1.234,56"),
        ("fr", "−1\u202f234,56"),
        ("ar", "\u200e−1,234.56"),
        ("pt-br", "−1.234,56"),
        ("ja", "−1,234.56"),
        ("zh-hans", "−1,234.56"),
    ],
)
def test_separators_are_the_languages_and_the_minus_is_a_true_one(language, text):
    assert render("{{ m|money:'EUR' }}", language, m=-123456) == text


def test_a_programs_own_digits_rule_over_the_currencys():
    assert render("{% money_named m 'BTC' 8 %}", m=150) == f"0.00000150{NBSP}BTC"


@pytest.mark.parametrize(("minor", "text"), [(150, "+1.50"), (-150, "−1.50"), (0, "0.00")])
def test_differences_carry_their_sign(minor, text):
    assert render("{% money_signed m 'USD' %}", m=minor) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (4812, None, "4,812"),
        (Decimal("3251.04"), None, "3,251.04"),
        (Decimal("1.5000"), None, "1.5"),
        (Decimal("1.5"), 2, "1.50"),
        (Decimal("100"), None, "100"),
        (None, None, "–"),
    ],
)
def test_counts_and_quantities(value, digits, text):
    assert numbers.number(value, digits) == text


def test_a_float_is_refused():
    with pytest.raises(TypeError, match="Decimal"):
        numbers.number(0.1)


@pytest.mark.parametrize(
    ("share", "language", "text"),
    [
        ("0.152", "en", "15.2%"),
        ("0.0005", "en", "0.1%"),
        ("-0.00051", "en", "−0.1%"),
        ("0.5", "de", f"50,0{NBSP}%"),
    ],
)
def test_percentages_round_half_away_from_zero(share, language, text):
    with translation.override(language):
        assert numbers.percent(Decimal(share)) == text


@pytest.mark.parametrize(
    ("language", "style", "text"),
    [
        ("en", "medium", "28 Oct 2026"),
        ("en", "long", "28 October 2026"),
        ("en", "short", "28 Oct"),
        ("en", "month", "October 2026"),
        ("de", "medium", "28. Okt. 2026"),
        ("ja", "medium", "2026年10月28日"),
        ("ar", "long", "28 أكتوبر 2026"),
    ],
)
def test_days_stand_in_the_order_of_the_language(language, style, text):
    with translation.override(language):
        assert numbers.day(date(2026, 10, 28), style) == text


def test_moments_are_shown_in_utc():
    berlin = timezone(timedelta(hours=1))
    assert numbers.moment(datetime(2026, 10, 28, 0, 30, tzinfo=berlin)) == "27 Oct 2026, 23:30"
    assert numbers.moment("2026-10-28T12:00:00+00:00") == "28 Oct 2026, 12:00"
    assert numbers.clock_time(datetime(2026, 10, 28, 6, 5, tzinfo=UTC)) == "06:05"
    assert numbers.moment(None) == "–"


def test_a_german_day_before_its_month_has_a_dot():
    with translation.override("de"):
        assert numbers.day(date(2026, 11, 5), "d MMMM") == "5. November"
        assert numbers.day(date(2026, 11, 5), "EEEE d MMMM") == "Donnerstag, 5. November"
    with translation.override("en"):
        assert numbers.day(date(2026, 11, 5), "EEEE d MMMM") == "Thursday 5 November"

"""Conversion: exact, rounded once, half away from zero."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portal.payouts.money import NoRate, Rates, convert
from tests.portal.payouts.world import RATES

ON = date(2026, 12, 4)


def test_half_a_cent_goes_away_from_zero_on_both_sides() -> None:
    assert convert(5, "EUR", "USD", Decimal("0.1")) == 1
    assert convert(-5, "EUR", "USD", Decimal("0.1")) == -1
    assert convert(4, "EUR", "USD", Decimal("0.1")) == 0


def test_minor_units_are_the_currencys_own() -> None:
    assert convert(1_000, "JPY", "KWD", Decimal("0.002")) == 2_000
    assert convert(1_234, "EUR", "JPY", Decimal(1)) == 12


def test_the_same_currency_needs_no_rate() -> None:
    rate = Rates([]).between("USD", "USD", ON)
    assert (rate.value, rate.on) == (Decimal(1), None)


def test_the_last_rate_on_or_before_the_day_counts() -> None:
    rates = Rates(RATES)
    assert rates.between("EUR", "USD", ON).value == Decimal("1.1243")
    assert rates.between("EUR", "USD", date(2026, 12, 5)).value == Decimal("2.0000")
    with pytest.raises(NoRate, match="on or before 2026-11-29"):
        rates.between("EUR", "USD", date(2026, 11, 29))


def test_a_rate_that_is_a_float_or_not_above_zero_is_refused() -> None:
    for units in (1.5, Decimal(0)):
        with pytest.raises(ValueError, match="Decimal above 0"):
            Rates([{**RATES[0], "units_per_eur": units}])

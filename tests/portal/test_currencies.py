"""The portal's digits of currencies are those in which the warehouse books."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from commission_rules.compiler import currencies as of_rules
from portal.currencies import digits_of
from portal.payouts.money import convert, major

SEED = Path(__file__).resolve().parents[2] / "dbt_project" / "seeds" / "currencies.csv"


def test_every_currency_of_the_seed_has_one_number_of_digits() -> None:
    with SEED.open(encoding="utf-8") as rows:
        seed = {row["currency_code"]: int(row["digits"]) for row in csv.DictReader(rows)}
    assert {code: digits_of(code) for code in seed} == seed
    assert {code: of_rules.digits_of(code) for code in seed} == seed


@pytest.mark.parametrize(
    ("code", "minor", "units"), [("BTC", 150000000, "1.5"), ("IQD", 1500, "1.5")]
)
def test_a_payment_is_of_the_units_that_were_booked(code: str, minor: int, units: str) -> None:
    """Regression: 1.5 bitcoin were paid as 1,500,000.00, one and a half dinar as 1,500."""
    assert str(major(minor, code).normalize()) == units
    assert convert(minor, code, code, major(1, "JPY")) == minor

"""Digits of a currency agree with the warehouse's seed."""

from __future__ import annotations

import csv
from pathlib import Path

from commission_rules.compiler.currencies import digits_of, is_known

SEED = Path(__file__).parents[3] / "dbt_project" / "seeds" / "currencies.csv"


def test_minor_units_have_the_digits_of_iso_4217() -> None:
    assert [digits_of(code) for code in ("EUR", "JPY", "KWD")] == [2, 0, 3]
    assert not is_known("XXQ")


def test_the_warehouse_rounds_to_the_same_digits() -> None:
    with SEED.open(encoding="utf-8") as file:
        seed = {row["currency_code"]: int(row["digits"]) for row in csv.DictReader(file)}
    differing = {code: n for code, n in seed.items() if is_known(code) and digits_of(code) != n}
    assert seed
    assert differing == {}

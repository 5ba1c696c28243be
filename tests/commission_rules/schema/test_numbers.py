"""Every number is a quoted decimal, as wide as its column."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from commission_rules.schema.parts.numbers import Amount, Count, Rate, Share

AMOUNT, SHARE = TypeAdapter(Amount), TypeAdapter(Share)
COUNT, RATE = TypeAdapter(Count), TypeAdapter(Rate)


def test_a_quoted_decimal_keeps_its_digits() -> None:
    assert str(AMOUNT.validate_python("120.00")) == "120.00"
    assert RATE.validate_python("0.00012345") == Decimal("0.00012345")
    assert COUNT.validate_python("14") == 14


@pytest.mark.parametrize("written", [120.0, 120, True, "", "1e3", "-5", "+5", "1,5", " 5", "٥"])
def test_anything_but_a_quoted_decimal_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        AMOUNT.validate_python(written)


def test_a_share_above_one_is_refused() -> None:
    assert SHARE.validate_python("1") == 1
    with pytest.raises(ValidationError, match=r"0\.25"):
        SHARE.validate_python("25")


@pytest.mark.parametrize("written", ["0.00001", "100000000000000"])
def test_an_amount_wider_than_its_column_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        AMOUNT.validate_python(written)


@pytest.mark.parametrize("written", ["1.5", "100000", 14])
def test_a_count_is_a_quoted_whole_number(written: object) -> None:
    with pytest.raises(ValidationError):
        COUNT.validate_python(written)


@pytest.mark.parametrize(
    ("written", "todo"),
    [
        ("25%", 'write the share itself: "0.25"'),
        ("12.5 %", 'write the share itself: "0.125"'),
        ("100%", 'write the share itself: "1"'),
        ("1,500.00", 'write it without commas: "1500.00"'),
        ("1,5", 'write digits and a point: "12.50"'),
    ],
)
def test_a_number_as_people_print_it_is_told_how_to_write_it(written: str, todo: str) -> None:
    with pytest.raises(ValidationError) as caught:
        SHARE.validate_python(written)
    assert todo in str(caught.value)

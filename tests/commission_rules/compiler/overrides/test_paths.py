"""Paths of numbers."""

from __future__ import annotations

import pytest

from commission_rules.compiler.overrides.paths import (
    parse_path,
    path_text,
    same_row,
    without_rows,
)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("rate_per_lot", "rate_per_lot"),
        ("rate_per_lot[symbol_group=majors,country=DE]", "rate_per_lot"),
        ("tiers.steps[from=10000].share", "tiers.steps.share"),
        ("deductions[code=fees.provider].share", "deductions.share"),
    ],
)
def test_a_path_is_read_and_written_alike(text: str, bare: str) -> None:
    assert path_text(parse_path(text)) == text
    assert without_rows(parse_path(text)) == bare


@pytest.mark.parametrize(
    "text", ["", ".", "a.", "a..b", "A", "a[b]", "a[cow=1]", "a[code=]", "a b"]
)
def test_what_is_no_path_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(ValueError, match=" – write "):
        parse_path(text)


def test_rows_are_named_by_number_not_by_digits() -> None:
    assert same_row({"from": "10000"}, {"from": "10000.00", "share": "0.3"})
    assert not same_row({}, {"symbol_group": "majors", "value": "1"})

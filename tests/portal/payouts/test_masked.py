"""What people see of an account: enough to know it, not enough to use it."""

from __future__ import annotations

import pytest

from portal.payouts.vault import masked


@pytest.mark.parametrize(
    ("kind", "account", "seen"),
    [
        ("sepa", "DE89370400440532013000", "DE·· 3000"),
        ("wire", "Account 1000015838, Sample Bank", "wire ·· 5838"),
        ("wire", "12 34 56", "wire ·· 3456"),
        ("wire", "IBAN-less account", "wire ·· ount"),
    ],
)
def test_an_account_shows_its_last_digits(kind: str, account: str, seen: str) -> None:
    assert masked(kind, account) == seen

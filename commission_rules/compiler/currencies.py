"""How many digits a currency's minor unit has (COMMISSIONS, "Money")."""

from __future__ import annotations

from babel.numbers import get_currency_precision, list_currencies

# Declared beside ISO 4217; the same digits stand in the warehouse's seed of currencies.
DECLARED = {"USC": 2, "USDT": 2, "BTC": 8}
# Where Babel gives what people use in cash (CLDR), and ISO 4217 has more digits.
ISO_DIGITS = {
    **dict.fromkeys(("AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD"), 2),
    **dict.fromkeys(("SOS", "SYP", "YER"), 2),
    "IQD": 3,
}


def is_known(code: str) -> bool:
    """Tell whether the code is declared or in ISO 4217."""
    return code in DECLARED or code in list_currencies()


def digits_of(code: str) -> int:
    """Return the digits of the minor unit: EUR 2, JPY 0, KWD 3."""
    own = {**ISO_DIGITS, **DECLARED}
    return own[code] if code in own else get_currency_precision(code)

"""How many digits a currency's minor unit has (COMMISSIONS, "Money": ISO 4217, plus declared ones).

The same as the seed of the warehouse, in which amounts in minor units are booked. Babel alone gives
what people use in cash, and does not know what is declared.
"""

from __future__ import annotations

from babel.numbers import get_currency_precision

_OWN = {
    **{"USC": 2, "USDT": 2, "BTC": 8, "IQD": 3},
    **dict.fromkeys(("AFN", "ALL", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD"), 2),
    **dict.fromkeys(("SOS", "SYP", "YER"), 2),
}


def digits_of(currency_code: str) -> int:
    """EUR 2, JPY 0, KWD 3, BTC 8."""
    own = _OWN.get(currency_code)
    return int(get_currency_precision(currency_code)) if own is None else own

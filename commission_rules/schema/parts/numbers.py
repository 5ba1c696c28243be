"""Numbers of a plan: quoted decimals, each kind as wide as its column in `terms`."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

QUOTED = re.compile(r"[0-9]+(\.[0-9]+)?")
THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


def quoted_decimal(value: Any) -> Decimal:
    """Turn the quoted text of a plan into a Decimal.

    Raises:
        ValueError: for a float or any unquoted number, a sign, an exponent or a blank
            (COMMISSIONS, "Plans are dated data": every number is a quoted decimal).
    """
    if isinstance(value, Decimal):
        return value
    if isinstance(value, dict | list):
        raise ValueError(
            'a number is asked for – write it, or where a table may stand rows: [{value: "2.00"}]'
        )
    if isinstance(value, bool) or not isinstance(value, str):
        raise ValueError(f'{value!s} is not a quoted decimal – write it in quotes: "{value!s}"')
    if not QUOTED.fullmatch(value):
        raise ValueError(f'"{value}" is not a decimal number – {written_out(value)}')
    return Decimal(value)


def written_out(text: str) -> str:
    """What to write for a number as people print it: `25%` is "0.25", `1,500.00` is "1500.00"."""
    share = text.removesuffix("%").strip()
    if text.endswith("%") and QUOTED.fullmatch(share):
        return f'write the share itself: "{Decimal(share).scaleb(-2).normalize():f}"'
    if THOUSANDS.fullmatch(text):
        return f'write it without commas: "{text.replace(",", "")}"'
    return 'write digits and a point: "12.50"'


def _bounded(whole: int, decimals: int, most: Decimal | None = None) -> Callable[[Any], Decimal]:
    def check(value: Any) -> Decimal:
        number = quoted_decimal(value)
        places = -int(number.as_tuple().exponent)
        if places > decimals:
            raise ValueError(f'"{value}" has {places} decimals – at most {decimals} are kept')
        if most is not None and number > most:
            raise ValueError(
                f'"{value}" is more than {most} – a share is written as "0.25" for 25 %'
            )
        if number >= Decimal(10) ** whole:
            raise ValueError(f'"{value}" is too large – at most {whole} digits before the point')
        return number

    return check


def _whole(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        raise ValueError(f'{value} is not quoted – write it in quotes, like "{value}"')
    number = quoted_decimal(value)
    if number != number.to_integral_value() or number >= 100_000:
        raise ValueError(f'"{value}" is not a whole number below 100000 – write one, like "14"')
    return int(number)


def _schema(pattern: str, description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "description": description})


_TEXT = PlainSerializer(str, return_type=str)
_DECIMAL = r"^[0-9]+(\.[0-9]+)?$"

Amount = Annotated[
    Decimal, BeforeValidator(_bounded(14, 4)), _TEXT, _schema(_DECIMAL, "a quoted amount")
]
Rate = Annotated[
    Decimal, BeforeValidator(_bounded(10, 8)), _TEXT, _schema(_DECIMAL, "a quoted rate per unit")
]
Share = Annotated[
    Decimal,
    BeforeValidator(_bounded(1, 6, Decimal(1))),
    _TEXT,
    _schema(r"^(0(\.[0-9]{1,6})?|1(\.0{1,6})?)$", 'a quoted share: "0.25" is 25 %'),
]
Modifier = Annotated[
    Decimal, BeforeValidator(_bounded(5, 4)), _TEXT, _schema(_DECIMAL, "a quoted factor")
]
Count = Annotated[
    int, BeforeValidator(_whole), _TEXT, _schema(r"^[0-9]{1,5}$", "a quoted whole number")
]

"""Numbers, days, moments and ids of a scenario. A number is read as it is written."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from commission_rules.compiler.currencies import is_known
from commission_rules.schema.parts.numbers import written_out

NUMBER = r"-?[0-9]+(\.[0-9]+)?"
_NUMBER = re.compile(NUMBER)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?")
PERIOD = r"^20[0-9]{2}-([0-9]{2}[ab]?|W[0-9]{2})$"
WIDTH = 18  # digits of a number of a feed, those behind the point included
YEARS = range(2000, 2100)
ID = r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"


def number_of(value: Any) -> Decimal:
    """Read a decimal as it is written: `"12.50"`, `12.50` or `-3`.

    Raises ValueError for anything else; a float of a program that calls us is refused too.
    """
    if isinstance(value, Decimal):
        return value
    text = str(value)
    if isinstance(value, bool | float) or not _NUMBER.fullmatch(text):
        raise ValueError(f"`{text}` is not a decimal number – {written_out(text)}")
    return Decimal(text)


def moment_of(value: Any) -> date | datetime:
    """Read a day, or a time of the program's clock, or an exact time with `Z` or an offset."""
    if isinstance(value, date):
        _check_year(value)
        return value
    text = str(value)
    if not _MOMENT.fullmatch(text):
        raise ValueError(
            f"`{text}` is not a moment – write 2026-03-05, 2026-03-05 18:00 (the program's clock) "
            "or 2026-03-05T18:00:00Z"
        )
    found = _parsed(text)
    _check_year(found)
    return found


def _parsed(text: str) -> date | datetime:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"`{text}` is no day or time of the calendar – correct it") from None


def _check_year(found: date) -> None:
    if found.year not in YEARS:
        raise ValueError(f"`{found}` is outside of 2000 to 2099 – write a day of these years")


def day_of(value: Any) -> date:
    """Read a day, `2026-03-05`."""
    if isinstance(value, date) and not isinstance(value, datetime):
        _check_year(value)
        return value
    try:
        found = date.fromisoformat(str(value))
    except ValueError:
        todo = "write a time as `at`" if _MOMENT.fullmatch(str(value)) else "write 2026-03-05"
        raise ValueError(f"`{value}` is not a day – {todo}") from None
    _check_year(found)
    return found


def currency_of(code: str) -> str:
    """A code of ISO 4217, or a declared one. Raises ValueError for any other."""
    if not is_known(code):
        raise ValueError(f"unknown currency {code} – write an ISO 4217 code, USC, USDT or BTC")
    return code


def _places(most: int, least: int | None = None, width: int = WIDTH) -> Any:
    def check(value: Any) -> Decimal:
        number = number_of(value)
        if least is not None and number < least:
            raise ValueError(f"`{value}` is below {least} – write {least} or more")
        if -int(number.as_tuple().exponent) > most:
            raise ValueError(f"`{value}` has more than {most} decimals – feeds carry {most}")
        if number.adjusted() >= width - most:
            raise ValueError(f"`{value}` is too large – feeds carry {width - most} digits")
        return number

    return check


_TEXT = PlainSerializer(str, return_type=str)
_JSON_NUMBER = WithJsonSchema(
    {
        "anyOf": [{"type": "string", "pattern": f"^{NUMBER}$"}, {"type": "number"}],
        "description": "a decimal number, read as it is written",
    }
)
_JSON_MOMENT = WithJsonSchema(
    {
        "type": "string",
        "pattern": f"^{_MOMENT.pattern}$",
        "description": "a day, a time of the program's clock, or an exact time with Z or offset",
    }
)

Number = Annotated[Decimal, BeforeValidator(number_of), _TEXT, _JSON_NUMBER]
Amount = Annotated[Decimal, BeforeValidator(_places(4)), _TEXT, _JSON_NUMBER]
Lots = Annotated[Decimal, BeforeValidator(_places(4, least=0, width=9)), _TEXT, _JSON_NUMBER]
Price = Annotated[Decimal, BeforeValidator(_places(8)), _TEXT, _JSON_NUMBER]
Share = Annotated[Decimal, BeforeValidator(_places(6)), _TEXT, _JSON_NUMBER]


def _like(pattern: str, what: str, todo: str) -> Any:
    def check(value: Any) -> str:
        text = str(value)
        if not re.match(pattern, text):
            raise ValueError(f"`{text}` is not {what} – {todo}")
        return text

    return check


def _whole(value: Any) -> int:
    number = number_of(value)
    if number != number.to_integral_value() or number < 0:
        raise ValueError(f"`{value}` is not a whole number – write one, like 12")
    return int(number)


Count = Annotated[
    int,
    BeforeValidator(_whole),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": "^[0-9]+$"}, {"type": "integer"}]}),
]
Moment = Annotated[Any, BeforeValidator(moment_of), _JSON_MOMENT]
Day = Annotated[
    date,
    BeforeValidator(day_of),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "a day"}),
]
Period = Annotated[
    str,
    Field(pattern=PERIOD, description="2026-03, 2026-W10, 2026-03a"),
    BeforeValidator(_like(PERIOD, "a period", "write 2026-03, 2026-W10 or 2026-03a")),
]
Id = Annotated[
    str,
    Field(pattern=ID),
    BeforeValidator(_like(ID, "an id", "write letters, digits, `_`, `.` and `-`, no spaces")),
]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3,5}$"), AfterValidator(currency_of)]

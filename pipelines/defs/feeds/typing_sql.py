"""SQL that turns one text column into its type, and says what is wrong with it.

Each kind gives two expressions over the trimmed text `x`: the value, and the reason code or null.
Decimals never pass through a float: their shape is looked at as text, then they are cast.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines.defs.feeds.clock_of_server import ServerClock
from pipelines.defs.feeds.config import FeedConfig
from pipelines.defs.feeds.contract import Column
from pipelines.defs.feeds.currencies import currency_codes

_DAY = r"^\d{4}[-./]\d{2}[-./]\d{2}$"
_MIDNIGHT = r"^\d{4}[-./]\d{2}[-./]\d{2}[T ]00:00(:00(\.0+)?)?$"
_TIME = r"^\d{4}[-./]\d{2}[-./]\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$"
_ZONE = r":\d{2}(?:\.\d+)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)$"

REASONS = {
    "missing_required": "has no value, and must have one",
    "bad_decimal": "is not a plain number such as 1250.75",
    "too_many_decimals": "has more decimals than are kept",
    "number_too_large": "is larger than any amount that is kept",
    "bad_timestamp": "is not a time such as 2026-10-01T09:30:00Z",
    "bad_date": "is not a day such as 2026-10-01",
    "unknown_currency": "is not in the list of currencies (dbt_project/seeds/currencies.csv)",
    "unknown_choice": "is not one of the values that this column may have",
}


@dataclass(frozen=True)
class Typed:
    """SQL: the value and the reason code; for times also `ambiguous`, shown twice by the clock.

    `parts` are columns to be made beforehand, from which the others read.
    """

    value: str
    problem: str
    ambiguous: str | None = None
    parts: dict[str, str] = field(default_factory=dict)


def typed(column: Column, config: FeedConfig) -> Typed:
    """The expressions for one column, which is read from the identifier of its name."""
    x = f'"{column.name}"'
    if column.kind == "decimal":
        return _decimal(x, column, config.decimal)
    if column.kind == "timestamp":
        return _timestamp(x, ServerClock.parse(config.clock))
    if column.kind == "date":
        day = f"try_cast(translate(left({x}, 10), './', '--') as date)"
        shape = f"regexp_matches({x}, '{_DAY}') or regexp_matches({x}, '{_MIDNIGHT}')"
        wrong = f"not ({shape}) or {day} is null"
        return Typed(day, f"case when {x} is not null and ({wrong}) then 'bad_date' end")
    if column.kind == "currency":
        codes = ", ".join(f"'{code}'" for code in sorted(currency_codes()))
        return Typed(
            f"upper({x})", f"case when upper({x}) not in ({codes}) then 'unknown_currency' end"
        )
    if column.kind == "choice":
        choices = ", ".join(f"'{choice}'" for choice in column.choices)
        return Typed(
            f"lower({x})", f"case when lower({x}) not in ({choices}) then 'unknown_choice' end"
        )
    return Typed(x, "null")


def _decimal(x: str, column: Column, mark: str) -> Typed:
    if mark == ",":
        shape = r"^[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$"
        plain = f"replace(replace({x}, '.', ''), ',', '.')"
        badly = f"not regexp_matches({x}, '{shape}')"
    else:
        plain = x
        shapes = "'', '.', '-', '-.', '+', '+.'"
        badly = (
            f"translate({x}, '0123456789', '') not in ({shapes}) "
            f"or instr({x}, '-') > 1 or instr({x}, '+') > 1 "
            f"or translate({x}, '+-.', '') = ''"
        )
    decimals = f"length(rtrim({plain}, '0')) - instr({plain}, '.')"
    many = f"instr({plain}, '.') > 0 and {decimals} > {column.scale}"
    value = f"try_cast({plain} as {column.sql_type})"
    return Typed(
        value,
        f"case when {x} is null then null when {badly} then 'bad_decimal' "
        f"when {many} then 'too_many_decimals' when {value} is null then 'number_too_large' end",
    )


def _timestamp(x: str, clock: ServerClock) -> Typed:
    zone, wall = f'"{x[1:-1]}?zone"', f'"{x[1:-1]}?wall"'
    found = f"regexp_extract({x}, '{_ZONE}', 1)"
    base = f"rtrim(left({x}, length({x}) - length({found})))"
    day_and_time = f"translate(left({base}, 10), './', '--') || ' ' || substr({base}, 12)"
    parts = {
        zone: found,
        wall: f"case when regexp_matches({base}, '{_TIME}') "
        f"then try_cast({day_and_time} as timestamp) end",
    }
    minutes = (
        f"(try_cast(left({zone}, 3) as integer) * 60 + "
        f"(case when left({zone}, 1) = '-' then -1 else 1 end) * "
        f"coalesce(try_cast(right(replace({zone}, ':', ''), -3) as integer), 0))"
    )
    utc = (
        f"case when {zone} in ('Z', 'z', 'UTC') then {wall} "
        f"when {zone} = '' then {clock.to_utc_sql(wall)} "
        f"else {wall} - to_minutes({minutes}) end"
    )
    ambiguous = f"(case when {zone} = '' then {clock.ambiguous_sql(wall)} else false end)"
    wrong = f"case when {x} is not null and {wall} is null then 'bad_timestamp' end"
    return Typed(utc, wrong, ambiguous, parts)

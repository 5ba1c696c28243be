"""Money and time macros against Python's Decimal and zoneinfo, rendered for DuckDB."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from tests.fixtures.warehouse import DBT_PROJECT

FIRST = datetime(2020, 1, 1)  # noqa: DTZ001 - a UTC time without zone, as stored

amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=8, allow_nan=False)
divisors = st.decimals(min_value="0.00000001", max_value=10**6, places=8, allow_nan=False)


class _Macros:
    """DuckDB's side of the macros, rendered without dbt: `macros.name(arguments)` is SQL."""

    def __init__(self, *folders: str) -> None:
        files = sorted(path for name in folders for path in (MACROS / name).glob("*.sql"))
        environment = Environment()
        environment.globals = {"adapter": self, "return": lambda value: value}
        self._module = environment.from_string("".join(f.read_text() for f in files)).module

    def dispatch(self, name: str) -> Any:
        return getattr(self._module, f"default__{name}")

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: str(getattr(self._module, name)(*arguments)).strip()


MACROS = DBT_PROJECT / "macros"
macros = _Macros("money", "time")


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def _half_away(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@settings(max_examples=200, deadline=None)
@given(numerator=amounts, denominator=divisors)
def test_a_division_is_exact_to_12_decimals_half_away_from_zero(numerator, denominator):
    sql = macros.divide_12("n", "d")
    values = "(select cast(? as decimal(18,8)) as n, cast(? as decimal(18,8)) as d)"
    found, kind = (
        duckdb.connect()
        .execute(
            f"select q, typeof(q) from (select {sql} as q from {values})",
            [str(numerator), str(denominator)],
        )
        .fetchone()
    )
    with localcontext() as context:
        context.prec = 60
        assert found == _half_away(numerator / denominator, 12)
    assert kind == "DECIMAL(38,12)"


def test_a_tie_goes_away_from_zero_and_nothing_divides_by_zero(con):
    for numerator, expected in (("1", "0.000000000001"), ("-1", "-0.000000000001")):
        tie = f"cast({numerator} as decimal(18,8)) * cast('0.0000000001' as decimal(18,10))"
        sql = macros.divide_12(f"({tie})", "200")
        assert con.execute(f"select {sql}").fetchone() == (Decimal(expected),)
    sql = macros.divide_12("cast(1 as decimal(18,8))", "0")
    assert con.execute(f"select {sql}").fetchone() == (None,)


@settings(max_examples=200, deadline=None)
@given(
    amount=st.decimals(min_value=-(10**9), max_value=10**9, places=12, allow_nan=False),
    digits=st.sampled_from([0, 2, 3, 8]),
)
def test_minor_units_are_rounded_half_away_from_zero(amount, digits):
    sql = macros.to_minor("a", "d")
    values = "(select cast(? as decimal(38,12)) as a, cast(? as smallint) as d)"
    found = duckdb.connect().execute(f"select {sql} from {values}", [str(amount), digits])
    assert found.fetchone() == (int(_half_away(amount, digits).scaleb(digits)),)


@settings(max_examples=200, deadline=None)
@given(
    at=st.datetimes(min_value=FIRST, max_value=FIRST.replace(year=2027)),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Dubai"]),
)
def test_a_day_is_that_of_the_zone_also_when_clocks_change(at, zone):
    sql = macros.local_date("at_", "zone")
    found = duckdb.connect().execute(
        f"select {sql} from (select cast(? as timestamp) as at_, ? as zone)", [at, zone]
    )
    expected = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
    assert found.fetchone() == (expected,)


@pytest.mark.parametrize(
    ("joined", "months", "expected"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-05-15", 12, "2027-05-15"),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(con, joined, months, expected):
    sql = macros.add_months(f"date '{joined}'", months)
    assert con.execute(f"select {sql}").fetchone() == (date.fromisoformat(expected),)


def test_a_daily_row_happens_at_the_last_instant_of_its_day(con):
    sql = macros.local_day_end("date '2026-03-29'", "'Europe/Berlin'")
    assert con.execute(f"select {sql}::varchar").fetchone() == ("2026-03-29 21:59:59.999999",)

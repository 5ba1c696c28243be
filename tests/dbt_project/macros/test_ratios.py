"""amount x part / whole is exact to twelve decimals, whatever the sizes."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import duckdb
import pytest
from jinja2 import Environment, FileSystemLoader

from pipelines.lib import dbt_runner
from tests.oracle.money import divided

PLACES = Decimal("0.000000000001")
Triple = tuple[Decimal, Decimal, Decimal]


def _said(macro: str, triples: list[Triple]) -> list[Decimal]:
    macros = Environment(loader=FileSystemLoader(dbt_runner.project() / "macros" / "money"))
    module = macros.get_template("times_ratio_12.sql").module
    sql = getattr(module, macro)("a", "p", "w")
    rows = ", ".join(f"({n}, {a}, {p}, {w})" for n, (a, p, w) in enumerate(triples))
    exact = "decimal(38,12)"
    con = duckdb.connect()
    found = con.execute(
        f"select {sql} from (select n, a::{exact} as a, p::{exact} as p, w::{exact} as w "
        f"from (values {rows}) as t(n, a, p, w)) order by n"
    ).fetchall()
    return [row[0] for row in found]


def _drawn(digits: int, highest: int) -> list[Triple]:
    dice = Random(5)
    unit = Decimal(1).scaleb(-digits)
    numbers = [dice.randint(-highest, highest) * unit + unit / 2 for _ in range(600)]
    whole = [number.quantize(unit) for number in numbers if number.quantize(unit)]
    return list(zip(whole[::3], whole[1::3], whole[2::3], strict=False))


@pytest.mark.parametrize("highest", [10**13, 10**19], ids=["tens", "ten millions"])
def test_a_part_of_an_amount_is_divided_once(highest: int) -> None:
    triples = _drawn(12, highest)
    assert _said("times_part_12", triples) == [divided(a * p, w) for a, p, w in triples]


def test_a_ratio_of_eight_decimals_is_divided_once() -> None:
    triples = [(a, p, w) for a, p, w in _drawn(8, 10**12)]
    assert _said("times_ratio_12", triples) == [divided(a * p, w) for a, p, w in triples]


def test_a_half_goes_away_from_zero() -> None:
    triples = [(PLACES, Decimal(sign), Decimal(2)) for sign in (1, -1)]
    assert _said("times_part_12", triples) == [PLACES, -PLACES]


def test_nothing_is_a_part_of_nothing() -> None:
    assert _said("times_part_12", [(Decimal(1), Decimal(1), Decimal(0))]) == [None]

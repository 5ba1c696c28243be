"""The formula of every line of levels, overrides, rebates and guards gives its amount."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from portal.releases.evaluate import evaluate
from portal.releases.formulas import formula_of
from portal.releases.lines import FACT_COLUMNS, LINE_COLUMNS, Line, fact_of
from portal.releases.money import Currency, Money
from tests.dbt_project.agreed import computed
from tests.dbt_project.commissions import (
    test_guard,
    test_levels,
    test_override,
    test_period_levels,
    test_rebate,
)

MODULES = (test_guard, test_levels, test_override, test_period_levels, test_rebate)
ABSENT = {"client_ref": "client_id", "booked_minor": "null", "first_seen_at": "null"}


def _line(row: dict[str, Any]) -> Line:
    currency = Currency(row.pop("currency_code"), 2, "")
    row["money"] = Money(row.pop("amount_minor"), currency)
    row["booked"] = Money(row.pop("booked_minor") or 0, currency)
    for name in ("quantity", "rate", "exact_amount"):
        row[name] = row[name] if row[name] is not None else Decimal(0)
    return Line(**row)


@pytest.fixture(scope="module")
def told() -> list[tuple[Line, str]]:
    """Every line with its formula as text."""
    found = computed(
        [program for module in MODULES for program in module.programs()], as_of=test_levels.AS_OF
    )
    facts: dict[str, list[Any]] = {}
    for row in found.ask(
        f"select line_id, {FACT_COLUMNS} from commissions.com_line_facts "
        "order by line_id, section, position"
    ):
        facts.setdefault(row.pop("line_id"), []).append(fact_of(row))
    names = [name.strip() for name in LINE_COLUMNS.split(",")]
    columns = ", ".join(f"{ABSENT.get(name, name)} as {name}" for name in names)
    lines = [_line(row) for row in found.ask(f"select {columns} from commissions.com_lines")]
    return [(line, formula_of(line, facts.get(line.line_id, [])).text) for line in lines]


def shown(line, text):
    """What stands beside the formula: what is booked, or the amount at the digits a line keeps."""
    digits = re.search(r", (\d+)\)$", text)
    if digits and int(digits[1]) > 2:
        return line.exact_amount.quantize(Decimal(1).scaleb(-int(digits[1])), ROUND_HALF_UP)
    return line.money.amount


def test_every_formula_evaluates_to_the_lines_amount(told):
    wrong = [
        (line.line_id, line.formula_code, text, shown(line, text))
        for line, text in told
        if evaluate(text) != shown(line, text)
    ]
    assert wrong == []


def test_no_formula_is_the_bare_amount_but_that_of_a_release(told):
    bare = [
        (line.formula_code, line.component_id, text)
        for line, text in told
        if "*" not in text and line.money and line.line_kind != "released"
    ]
    assert bare == []


def test_each_code_of_a_level_is_told(told):
    codes = {line.formula_code for line, _ in told}
    assert {
        "differential", "by_level", "split", "override", "following", "rebate", "rebate_per_unit",
        "rebate_lacking", "per_lot_differential", "released",
    } <= codes  # fmt: skip

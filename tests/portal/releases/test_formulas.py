"""A printed formula, worked out by itself, gives the amount of every line of the fixture."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from decimal import Decimal

import pytest

from portal.releases.evaluate import FormulaError, evaluate
from portal.releases.formulas import formula_of
from portal.releases.lines import FACT_COLUMNS, LINE_COLUMNS, Fact, fact_of, line_of
from portal.releases.reader import Release


def _facts_by_line(release: Release) -> dict[str, list[Fact]]:
    rows = release.rows(
        f"select line_id, {FACT_COLUMNS} from read_parquet($files) order by section, position",
        files=release.files("pub_portal__line_facts"),
    )
    found: dict[str, list[Fact]] = {}
    for row in rows:
        found.setdefault(row.pop("line_id"), []).append(fact_of(row))
    return found


@pytest.mark.parametrize("program_id", ["larkspur", "tamarind"])
def test_every_formula_evaluates_to_its_lines_amount(
    release_of: Callable[[str], Release], program_id: str
) -> None:
    release = release_of(program_id)
    facts = _facts_by_line(release)
    rows = release.rows(
        f"select {LINE_COLUMNS} from read_parquet($files)", files=release.files("pub_portal__lines")
    )
    codes = set()
    for row in rows:
        line = line_of(release, row)
        formula = formula_of(line, facts.get(line.line_id, []))
        assert evaluate(formula.text) == line.money.amount, (line.line_id, formula.text)
        assert formula.readds(line)
        codes.add(line.formula_code)
    assert codes == (
        {"per_lot", "per_lot_differential", "fixed", "share_of_sale"}
        if program_id == "larkspur"
        else {"share", "carry", "slices", "fixed"}
    )


def _line(release: Release, **wanted: object) -> tuple:
    rows = release.rows(
        f"select {LINE_COLUMNS} from read_parquet($files)", files=release.files("pub_portal__lines")
    )
    row = next(r for r in rows if all(r[k] == v for k, v in wanted.items()))
    line = line_of(release, row)
    return line, _facts_by_line(release).get(line.line_id, [])


def test_the_amended_silver_trade_prints_as_the_design_does(
    release_of: Callable[[str], Release],
) -> None:
    line, facts = _line(release_of("larkspur"), quantity=Decimal("18.63"), level=1)
    formula = formula_of(line, facts)
    assert formula.text == "round(18.63 * 0.80 * (11.75 - 9.00), 2)"
    assert [p.letter for p in formula.equations[0].parts if not isinstance(p, str)] == list("abcd")


def test_a_refunded_sale_takes_the_refund_off_before_the_exchange(
    release_of: Callable[[str], Release],
) -> None:
    line, facts = _line(release_of("larkspur"), source_amount=Decimal(499), period_id="2026-10")
    assert formula_of(line, facts).text == "round((499.00 - 100.00) * 1.0813 * 0.15, 2)"


def test_a_month_with_deductions_and_a_carried_loss_takes_two_lines(
    release_of: Callable[[str], Release],
) -> None:
    line, facts = _line(release_of("tamarind"), component_id="revenue_share", period_id="2026-10")
    formula = formula_of(line, facts)
    net = "44003.50 - 300.00 - 3284.94 - 46258.80 * 0.15"
    assert formula.text == f"round(max(0, {net} - 1640.25) * 0.30, 2)"
    assert [e.meaning for e in formula.equations] == ["net_revenue", "exact"]


def test_marginal_steps_are_added_slice_by_slice(release_of: Callable[[str], Release]) -> None:
    line, facts = _line(release_of("tamarind"), component_id="sports_share")
    assert formula_of(line, facts).text == "round(40000.00 * 0.005 + 12410.00 * 0.0075, 2)"


def test_a_formula_that_does_not_give_the_amount_is_not_shown(
    release_of: Callable[[str], Release],
) -> None:
    line, facts = _line(release_of("larkspur"), formula_code="fixed")
    rejected = dataclasses.replace(line, exact_amount=Decimal(0), reason_code="rejected")
    assert formula_of(rejected, facts).text == "round(0.00, 2)"


def _fact(section: str, code: str, **numbers: Decimal) -> Fact:
    empty = dict.fromkeys(Fact.__dataclass_fields__)
    return Fact(**{**empty, "section": section, "code": code, "position": 1, **numbers})


def test_turnover_is_multiplied_first_and_divided_once(
    release_of: Callable[[str], Release],
) -> None:
    line, _ = _line(release_of("larkspur"), formula_code="share_of_sale", level=0)
    notional = dataclasses.replace(
        line, formula_code="turnover", base_amount=Decimal(3000), rate=Decimal(50),
        exact_amount=Decimal("1.50"),
    )  # fmt: skip
    facts = [_fact("operand", "per", quantity=Decimal(100000))]
    assert formula_of(notional, facts).text == "round(3000.00 * 50.00 / 100000.00, 2)"


def test_what_a_cap_took_is_taken_off(release_of: Callable[[str], Release]) -> None:
    line, _ = _line(release_of("larkspur"), formula_code="share_of_sale", level=0)
    capped = dataclasses.replace(
        line, formula_code="share", base_amount=Decimal(160), rate=Decimal("0.25"),
        exact_amount=Decimal(20),
    )  # fmt: skip
    formula = formula_of(capped, [_fact("cap", "capped", amount=Decimal(20))])
    assert formula.text == "round(160.00 * 0.25 - 20.00, 2)"
    assert formula.letter("capped") == "c"


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("10 / 3", "3.333333333333"),
        ("2 / 3 - 1", "-0.333333333333"),
        ("round(0.125, 2)", "0.13"),
        ("round(0 - 0.125, 2)", "-0.13"),
        ("round(max(0, 100.10 - 200.30) * 0.3, 2)", "0.00"),
        ("0.1 + 0.2", "0.3"),
        ("round(2.5, 0)", "3"),
    ],
)
def test_evaluation_is_decimal_and_rounds_half_away_from_zero(formula: str, value: str) -> None:
    assert evaluate(formula) == Decimal(value)


@pytest.mark.parametrize("text", ["__import__('os')", "1 % 3", "2 ** 8", "round(", "a * 2"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        evaluate(text)

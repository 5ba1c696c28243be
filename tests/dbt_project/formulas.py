"""The formulas that readers print, worked out for lines straight from the warehouse."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from portal.releases.evaluate import evaluate
from portal.releases.formulas import formula_of
from portal.releases.lines import FACT_COLUMNS, LINE_COLUMNS, fact_of, line_of
from portal.releases.money import Currency, Money
from tests.properties.warehouse import Warehouse

UNPUBLISHED = {"client_ref": "client_id", "booked_minor": "0", "first_seen_at": "null"}


def _columns() -> str:
    names = [name.strip() for name in LINE_COLUMNS.split(",")]
    return ", ".join(f"{UNPUBLISHED[n]} as {n}" if n in UNPUBLISHED else n for n in names)


def wrong_formulas(found: Warehouse, where: str = "true") -> list[tuple[Any, ...]]:
    """Lines whose printed formula does not give their amount, or says nothing but the amount."""
    currency = Currency("EUR", 2, "€")
    release = SimpleNamespace(money=lambda minor, code: Money(minor, currency))
    facts: dict[str, list[Any]] = {}
    for row in found.ask(
        f"select line_id, {FACT_COLUMNS} from commissions.com_line_facts order by section, position"
    ):
        facts.setdefault(row.pop("line_id"), []).append(fact_of(row))
    wrong = []
    for row in found.ask(
        f"select program_id, {_columns()} from commissions.com_lines where {where}"
    ):
        program_id = row.pop("program_id")
        line = line_of(release, row)  # type: ignore[arg-type]
        formula = formula_of(line, facts.get(line.line_id, []))
        is_plain = not any(sign in formula.text for sign in "*/-+")
        may_be_plain = line.formula_code in ("released", "accounts")
        if evaluate(formula.text) != line.money.amount or (
            is_plain and not may_be_plain and line.exact_amount
        ):
            wrong.append((program_id, line.period_id, line.formula_code, formula.text))
    return wrong

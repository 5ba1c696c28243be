"""The formula that readers print for a line, worked out by itself, gives the line's amount: every
line of every scenario (COMMISSIONS, "Explained means")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from commission_rules.compiler.currencies import digits_of
from pipelines.lib.portal_gateway import formula_of_rows
from pipelines.lib.scenarios.found import Found
from pipelines.lib.scenarios.run import Outcome
from portal.releases.evaluate import evaluate

Outcomes = dict[tuple[str, int], Outcome]
Row = dict[str, Any]
# Their amount is that of the locked line that they release, or of the one account that pays: each
# account is a fact of its own, with its base and rate.
PLAIN = {"released", "accounts"}
SIGNS = ("*", "/", "-", "+")


def lines_of(found: Found) -> Iterator[tuple[Row, str, Decimal]]:
    """Each line with its formula, and the amount that stands beside it."""
    facts: dict[str, list[Row]] = defaultdict(list)
    for fact in sorted(found.facts, key=lambda row: (row["section"], row["position"])):
        facts[fact["line_id"]].append(fact)
    for line in found.lines:
        digits = digits_of(line["currency_code"])
        keeps_more = any(fact["code"] == "line_digits" for fact in facts[line["line_id"]])
        booked = Decimal(line["amount_minor"]).scaleb(-digits)
        is_exact = line["rounding"] == "period"
        shown = line["exact_amount"] if is_exact else line["line_amount"] if keeps_more else booked
        yield line, formula_of_rows(line, facts[line["line_id"]], digits), shown


def test_every_formula_gives_the_amount_of_its_line(outcomes: Outcomes) -> None:
    wrong, counted = [], 0
    for outcome in outcomes.values():
        for line, formula, shown in lines_of(outcome.found) if outcome.found else ():
            counted += 1
            if evaluate(formula) != shown:
                wrong.append((outcome.read.name, line["formula_code"], formula, shown))
    assert wrong == []
    assert counted > 500


def test_a_formula_shows_how_an_amount_came_about(outcomes: Outcomes) -> None:
    bare = [
        (outcome.read.name, line["formula_code"], line["reason_code"], formula)
        for outcome in outcomes.values()
        if outcome.found
        for line, formula, shown in lines_of(outcome.found)
        if shown and line["formula_code"] not in PLAIN and not any(s in formula for s in SIGNS)
    ]
    assert bare == []

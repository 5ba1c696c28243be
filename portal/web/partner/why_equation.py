"""The equation with letters, and the same worked on paper, one operand a row."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.releases.decimals import EXACT, text
from portal.releases.formulas import Equation, Formula, Operand
from portal.releases.lines import Line
from portal.web.base.tags.numbers import currency_sign, decimal_text, money_text
from portal.web.partner.figures import share
from portal.web.partner.meanings import meaning

# An equation with more digits than that is set smaller.
LONG = 75


@dataclass
class Digits:
    """A number cut at the minor unit: `whole` to be read, `more` beyond it, small."""

    whole: str
    more: str = ""

    @property
    def all(self) -> str:
        return f"{self.whole}{self.more}"


@dataclass
class Part:
    """One cell of the equation: an operand with its letter and source, or a sign."""

    kind: str  # operand, op, out, sum
    digits: Digits
    op: str = ""
    end: str = ""
    letter: str = ""
    anchor: str = ""
    label: str = ""


@dataclass
class Sum:
    """A column sum: rows of (sign, whole, fraction, letter, label, css)."""

    caption: str
    rows: list[dict[str, str]] = field(default_factory=list)


def cut(value: Decimal, digits: int, line: Line) -> Digits:
    """`value` as the locale writes it; a period's long sums are cut at the currency's digits."""
    places = max(digits, len(text(value, 0).partition(".")[2]))
    written = decimal_text(value, places)
    extra = max(0, places - digits) if line.family == "period" else 0
    return Digits(written[: len(written) - extra], written[len(written) - extra :] if extra else "")


def operand_digits(part: Operand, line: Line) -> Digits:
    """An operand's number: shares as percentages, rates whole, amounts cut at the minor unit."""
    if part.is_share:
        return Digits(share(part.value))
    if part.meaning in ("gross", "net_revenue", "base", "deduction", "carried", "slice",
                        "source_amount", "refunded"):  # fmt: skip
        return cut(part.value, line.money.currency.digits, line)
    if part.meaning == "quantity" and line.quantity_unit != "lots":
        return Digits(decimal_text(part.value, len(text(part.value, 0).partition(".")[2])))
    return Digits(decimal_text(part.value, len(text(part.value).partition(".")[2])))


def equations(formula: Formula, line: Line) -> list[dict[str, Any]]:
    """The equations as cells; the last one ends in the rounded amount."""
    shown = []
    for index, equation in enumerate(formula.equations):
        is_last = index == len(formula.equations) - 1
        cells = _cells(equation, line)
        cells = _closed(cells, _result(equation, line, is_last))
        is_long = sum(len(c.digits.all) for c in cells) > LONG
        shown.append(
            {
                "cells": cells,
                "is_long": is_long,
                "spoken": " ".join(c.digits.all or c.op for c in cells),
            }
        )
    return shown


def _cells(equation: Equation, line: Line) -> list[Part]:
    cells: list[Part] = []
    waiting = ""
    for part in equation.parts:
        if isinstance(part, str):
            waiting = f"{waiting} {part}".strip()
            cells.append(Part("op", Digits(""), op=part))
            if part.startswith(")") and len(cells) > 1:
                before = next(c for c in reversed(cells[:-1]) if c.kind == "operand")
                before.end = ")"
                waiting = part.removeprefix(")").strip()
        else:
            cells.append(
                Part("operand", operand_digits(part, line), op=waiting, letter=part.letter,
                     anchor=part.anchor, label=meaning(part.meaning, line, part.subject))
            )  # fmt: skip
            waiting = ""
    return cells


def _result(equation: Equation, line: Line, is_last: bool) -> list[Part]:
    currency = line.money.currency
    tail = [
        Part("op", Digits(""), op="="),
        Part("out", cut(equation.result, currency.digits, line),
             label=meaning("net_revenue" if not is_last else "exact", line)
             + ("" if is_last else ", " + _("exact"))),
    ]  # fmt: skip
    if is_last:
        minus = "\u2212" if line.money.minor < 0 else ""
        amount = money_text(abs(line.money.minor), currency.code, currency.digits)
        tail += [
            Part("op", Digits(""), op="→"),
            Part("sum", Digits(f"{minus}{currency_sign(currency.code)}{amount}"),
                 label=_("yours, rounded once")),
        ]  # fmt: skip
    return tail


def _closed(cells: list[Part], tail: list[Part]) -> list[Part]:
    """A closing bracket and the sign after it are one cell."""
    if cells[-1].kind == "op" and cells[-1].op.endswith(")"):
        tail[0].op = f"{cells.pop().op} {tail[0].op}"
    return cells + tail


def has_more(shown: list[dict[str, Any]]) -> bool:
    """Whether any number of the equations shows digits beyond the minor unit, small."""
    return any(cell.digits.more for equation in shown for cell in equation["cells"])


def work(formula: Formula, line: Line) -> list[Sum]:
    """The arithmetic on paper: for each equation its operands, a rule, the result."""
    sums = []
    for index, equation in enumerate(formula.equations):
        is_last = index == len(formula.equations) - 1
        is_by_lot = line.formula_code == "per_lot_differential"
        builder = _differential_work if is_by_lot else _plain_work
        sums += builder(equation, line, is_last)
    return sums


def _differential_work(equation: Equation, line: Line, is_last: bool) -> list[Sum]:
    """Three short sums: how many lots count, what is yours on each, together."""
    by = {p.meaning: p for p in equation.parts if isinstance(p, Operand)}
    counted, modifier = by["quantity"].value, by.get("modifier")
    sums = []
    if modifier:
        first = Sum(_("How many lots count"))
        first.rows = [_row("", by["quantity"], line), _row("×", modifier, line)]
        counted = EXACT.multiply(counted, modifier.value)
        first.rows.append(_plain_row("", counted, _("counted lots"), line, "line"))
        sums.append(first)
    each = EXACT.subtract(by["own_rate"].value, by["lower_rate"].value)
    second = Sum(_("What is yours on each"))
    second.rows = [
        _row("", by["own_rate"], line), _row("−", by["lower_rate"], line),
        _plain_row("", each, _("%(code)s per lot") % {"code": line.money.currency_code}, line,
                   "line"),
    ]  # fmt: skip
    third = Sum(_("Together"))
    third.rows = [
        _plain_row("", counted, _("counted lots"), line),
        _plain_row("×", each, _("%(code)s per lot") % {"code": line.money.currency_code}, line),
        *_end(line),
    ]
    return [*sums, second, third]


def _plain_work(equation: Equation, line: Line, is_last: bool) -> list[Sum]:
    found = Sum(_("Net revenue") if not is_last else _("What is priced"))
    if line.family == "event":
        found.caption = _("Worked out")
    sign, operands = "", [p for p in equation.parts if isinstance(p, Operand)]
    for part in equation.parts:
        if isinstance(part, str):
            sign = part.replace("(", "").replace(")", "").replace("max 0,", "").strip()
            sign = sign if sign in ("×", "−", "+") else ""
            continue
        if sign == "×" and line.formula_code == "carry" and part.meaning == "share":
            base = [o.value if o.meaning != "carried" else -o.value for o in operands[:-1]]
            priced = max(Decimal(0), sum(base, Decimal(0)))
            found.rows.append(_plain_row("", priced, _("priced"), line, "line"))
        found.rows.append(_row(sign, part, line))
        sign = ""
    if is_last:
        found.rows += _end(line)
    else:
        found.rows.append(_plain_row("", equation.result, _("net revenue"), line, "line"))
    return [found]


def _end(line: Line) -> list[dict[str, str]]:
    code = line.money.currency_code
    return [
        _plain_row("", line.exact_amount, _("%(code)s, exact") % {"code": code}, line, "line"),
        _plain_row("", line.money.amount, _("%(code)s, half away from zero") % {"code": code}, line,
                   "fin"),
    ]  # fmt: skip


def _row(sign: str, part: Operand, line: Line) -> dict[str, str]:
    at_least = 0 if part.meaning == "quantity" and line.quantity_unit != "lots" else 2
    row = _plain_row(sign, part.value, meaning(part.meaning, line, part.subject), line,
                     at_least=at_least)  # fmt: skip
    return row | {"letter": part.letter}


def column(value: Decimal, line: Line, at_least: int = 2) -> dict[str, str]:
    """A number for two cells that meet at the decimal point: whole, fraction, small digits."""
    digits = line.money.currency.digits if line.family == "period" else 30
    places = max(at_least, len(text(value, 0).partition(".")[2]))
    written = decimal_text(value, places)
    point = len(written) - (places + 1 if places else 0)
    fraction = written[point:]
    return {
        "whole": written[:point], "fraction": fraction[: digits + 1], "more": fraction[digits + 1 :]
    }  # fmt: skip


def _plain_row(sign: str, value: Decimal, label: str, line: Line, css: str = "",
               at_least: int = 2) -> dict[str, str]:  # fmt: skip
    row = {"sign": sign, "letter": "", "label": label, "css": css}
    return row | column(value, line, at_least)

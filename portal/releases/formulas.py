"""The formula of a line: as text that anyone can work out again, and as lettered operands.

One builder per `formula_code` (docs/reference/tables.md, section 5). An operand names where its
number comes from by a meaning code; sentences for the codes are the page's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from portal.releases.decimals import EXACT, rounded, text, times
from portal.releases.evaluate import evaluate
from portal.releases.lines import Fact, Line


@dataclass(frozen=True, slots=True)
class Operand:
    """One number of an equation. `anchor` is the section of the Why page that shows its source."""

    value: Decimal
    meaning: str
    anchor: str
    letter: str = ""
    is_share: bool = False
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Equation:
    """Operands and the signs between them, and what they make, exactly."""

    parts: tuple[Operand | str, ...]
    result: Decimal
    meaning: str


@dataclass(frozen=True, slots=True)
class Formula:
    """`text` evaluates to the line's amount; `equations` say the same in one or two lines."""

    text: str
    equations: tuple[Equation, ...]
    exact: Decimal
    amount: Decimal

    def readds(self, line: Line) -> bool:
        """Whether the printed text gives the line's amount, worked out again now."""
        return evaluate(self.text) == line.money.amount

    def letter(self, meaning: str) -> str:
        """The letter of the first operand with that meaning, or nothing."""
        for equation in self.equations:
            for part in equation.parts:
                if isinstance(part, Operand) and part.meaning == meaning:
                    return part.letter
        return ""


@dataclass
class _Letters:
    """Hands out a, b, c … in the order in which operands appear."""

    given: int = 0
    made: list[Operand] = field(default_factory=list)

    def operand(self, value: Decimal, meaning: str, anchor: str, *, is_share: bool = False,
                subject: str = "") -> Operand:  # fmt: skip
        letter = chr(ord("a") + self.given % 26)
        self.given += 1
        return Operand(value, meaning, anchor, letter, is_share, subject)


Builder = Callable[[Line, list[Fact], _Letters], tuple[str, list[Equation]]]


def formula_of(line: Line, facts: list[Fact]) -> Formula:
    """The formula of a line from its columns and facts."""
    builder = _BUILDERS.get(line.formula_code, _plain)
    inner, equations = builder(line, facts, _Letters())
    digits = line.money.currency.digits
    return Formula(
        f"round({inner}, {digits})",
        tuple(equations),
        line.exact_amount,
        rounded(line.exact_amount, digits),
    )


def _per_lot(line: Line, facts: list[Fact], letters: _Letters) -> tuple[str, list[Equation]]:
    parts: list[Operand | str] = [letters.operand(line.quantity, "quantity", "events")]
    words = [text(line.quantity)]
    if line.modifier is not None and line.modifier != 1:
        parts += ["×", letters.operand(line.modifier, "modifier", "rule")]
        words.append(text(line.modifier))
    if line.lower_rate is None:
        parts += ["×", letters.operand(line.rate, "rate", "rule")]
        words.append(text(line.rate))
    else:
        parts += ["× (", letters.operand(line.rate, "own_rate", "rule"), "−",
                  letters.operand(line.lower_rate, "lower_rate", "rule"), ")"]  # fmt: skip
        words.append(f"({text(line.rate)} - {text(line.lower_rate)})")
    return " * ".join(words), [Equation(tuple(parts), line.exact_amount, "exact")]


def _fixed(line: Line, facts: list[Fact], letters: _Letters) -> tuple[str, list[Equation]]:
    parts = (letters.operand(line.quantity, "quantity", "events"), "×",
             letters.operand(line.rate, "amount_each", "rule"))  # fmt: skip
    words = f"{text(line.quantity, 0)} * {text(line.rate)}"
    return words, [Equation(parts, line.exact_amount, "exact")]


def _share_of_sale(line: Line, facts: list[Fact], letters: _Letters) -> tuple[str, list[Equation]]:
    refunded = sum((f.amount for f in facts if f.code == "refunded" and f.amount), Decimal(0))
    source, fx = line.source_amount, line.fx_rate or Decimal(1)
    if source is None or times(source - refunded, fx) != line.base_amount:
        return _share(line, [], letters)
    parts: list[Operand | str] = [letters.operand(source, "source_amount", "events")]
    words = text(source)
    if refunded:
        parts = ["(", *parts, "−", letters.operand(refunded, "refunded", "events"), ")"]
        words = f"({words} - {text(refunded)})"
    if fx != 1:
        parts += ["×", letters.operand(fx, "fx_rate", "money")]
        words += f" * {text(fx)}"
    parts += ["×", letters.operand(line.rate, "share", "rule", is_share=True)]
    return f"{words} * {text(line.rate)}", [Equation(tuple(parts), line.exact_amount, "exact")]


def _base(line: Line, facts: list[Fact], letters: _Letters) -> tuple[str, list[Equation], bool]:
    """The base as gross less deductions, when the line has any; else as one number."""
    base = line.base_amount or Decimal(0)
    deductions = [f for f in facts if f.section == "deduction" and f.amount]
    if not deductions:
        return text(base), [], False
    gross = EXACT.add(base, sum((f.amount or Decimal(0) for f in deductions), Decimal(0)))
    parts: list[Operand | str] = [letters.operand(gross, "gross", "events")]
    words = text(gross)
    for fact in deductions:
        amount = fact.amount or Decimal(0)
        sign, size = ("−", amount) if amount >= 0 else ("+", -amount)
        parts += [sign, letters.operand(size, "deduction", "formula", subject=fact.code)]
        is_product = fact.quantity is not None and fact.rate is not None and amount >= 0
        if is_product and times(fact.quantity, fact.rate) == amount:
            words += f" - {text(fact.quantity)} * {text(fact.rate)}"
        else:
            words += f" {'-' if sign == '−' else '+'} {text(size)}"
    return words, [Equation(tuple(parts), base, "net_revenue")], True


def _share(line: Line, facts: list[Fact], letters: _Letters) -> tuple[str, list[Equation]]:
    words, equations, long = _base(line, facts, letters)
    base = line.base_amount or Decimal(0)
    first = (
        Operand(base, "net_revenue", "formula") if long else letters.operand(base, "base", "events")
    )
    share = letters.operand(line.rate, "share", "rule", is_share=True)
    inner = f"({words})" if long or base < 0 else words
    equations.append(Equation((first, "×", share), line.exact_amount, "exact"))
    return f"{inner} * {text(line.rate)}", equations


def _carry(line: Line, facts: list[Fact], letters: _Letters) -> tuple[str, list[Equation]]:
    carried = sum(
        (f.amount for f in facts if f.section == "carry" and f.code == "carried_in" and f.amount),
        Decimal(0),
    )
    words, equations, long = _base(line, facts, letters)
    base = line.base_amount or Decimal(0)
    first = (
        Operand(base, "net_revenue", "formula") if long else letters.operand(base, "base", "events")
    )
    share_of = EXACT.add(base, carried)
    parts: list[Operand | str] = ["(" if share_of >= 0 else "max(0, ", first]
    if carried:
        words += f" - {text(-carried)}"
        parts += ["−", letters.operand(-carried, "carried", "history")]
    share = letters.operand(line.rate, "share", "rule", is_share=True)
    parts += [") ×", share]
    equations.append(Equation(tuple(parts), line.exact_amount, "exact"))
    return f"max(0, {words}) * {text(line.rate)}", equations


def _slices(line: Line, facts: list[Fact], letters: _Letters) -> tuple[str, list[Equation]]:
    parts: list[Operand | str] = []
    words: list[str] = []
    for fact in (f for f in facts if f.section == "slice"):
        if fact.quantity is None or fact.rate is None:
            continue
        share = line.rate_unit == "share"
        parts += ["+"] if parts else []
        parts += [letters.operand(fact.quantity, "slice", "events"), "×",
                  letters.operand(fact.rate, "slice_rate", "rule", is_share=share)]  # fmt: skip
        words.append(f"{text(fact.quantity)} * {text(fact.rate)}")
    if not words:
        return _plain(line, facts, letters)
    return " + ".join(words), [Equation(tuple(parts), line.exact_amount, "exact")]


def _plain(line: Line, facts: list[Fact], letters: _Letters) -> tuple[str, list[Equation]]:
    """A line whose amount was found elsewhere (a release by the gate) is its exact amount."""
    part = letters.operand(line.exact_amount, "exact_amount", "history")
    return text(line.exact_amount), [Equation((part,), line.exact_amount, "exact")]


_BUILDERS: dict[str, Builder] = {
    "per_lot": _per_lot,
    "per_lot_differential": _per_lot,
    "fixed": _fixed,
    "share": _share,
    "share_of_sale": _share_of_sale,
    "carry": _carry,
    "slices": _slices,
    "released": _plain,
}

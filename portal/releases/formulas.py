"""The formula of a line: as text that anyone can work out again, and as lettered operands.

One builder per `formula_code` (docs/reference/tables.md, section 5). An operand names where its
number comes from by a meaning code; sentences for the codes are the page's business. A builder
whose text does not give the line's exact amount is not believed: the amount stands by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from portal.releases.decimals import EXACT, rounded, text, times
from portal.releases.equation import Built, Equation
from portal.releases.equation import exact as _exact
from portal.releases.evaluate import evaluate
from portal.releases.formula_facts import (
    Letters,
    Operand,
    accounts_of,
    base_of,
    capped_of,
    digits_of,
    opening_of,
    operand_of,
    recouped_of,
    refunded_of,
    slices_of,
)
from portal.releases.formula_levels import (
    by_level,
    fact_amount,
    following,
    override,
    rebate,
    split,
)
from portal.releases.lines import Fact, Line

__all__ = ["Equation", "Formula", "Operand", "formula_of"]


@dataclass(frozen=True, slots=True)
class Formula:
    """`text` evaluates to the line's amount; `equations` say the same in one or two lines."""

    text: str
    equations: tuple[Equation, ...]
    exact: Decimal
    amount: Decimal
    digits: int = 2

    def readds(self, line: Line) -> bool:
        """Whether the printed text gives the line's amount, worked out again now. Under
        `rounding: period` lines stay exact and only their sum is rounded; a line that keeps more
        digits is worth what it is at these, and books whole minor units of a running sum."""
        if line.rounding == "period":
            return evaluate(self.text) == line.exact_amount
        if self.digits > line.money.currency.digits:
            return evaluate(self.text) == rounded(line.exact_amount, self.digits)
        return evaluate(self.text) == line.money.amount

    def letter(self, meaning: str) -> str:
        """The letter of the first operand with that meaning, or nothing."""
        for equation in self.equations:
            for part in equation.parts:
                if isinstance(part, Operand) and part.meaning == meaning:
                    return part.letter
        return ""


Builder = Callable[[Line, list[Fact], Letters], Built]


def formula_of(line: Line, facts: list[Fact]) -> Formula:
    """The formula of a line from its columns and facts."""
    letters = Letters()
    digits = digits_of(facts) or line.money.currency.digits
    inner, equations = _BUILDERS.get(line.formula_code, _plain)(line, facts, letters)
    for taken, meaning in ((recouped_of(facts), "recouped"), (capped_of(facts), "capped")):
        if taken:
            cut = letters.operand(taken, meaning, "formula")
            inner = f"{inner} - {text(taken)}"
            equations[-1] = _exact(line, *equations[-1].parts, "−", cut)
    if trimmed := fact_amount(facts, "guard", "trimmed"):
        cut = letters.operand(trimmed, "trimmed", "formula")
        inner = f"{inner} - {text(trimmed)}"
        equations[-1] = _exact(line, *equations[-1].parts, "−", cut)
    if given := fact_amount(facts, "rebate", "taken"):
        part = letters.operand(given, "rebate_given", "formula")
        inner = f"round({inner}, {digits}) - {text(given)}"
        equations[-1] = _exact(line, *equations[-1].parts, "−", part)
    if rounded(evaluate(inner), 12) != line.exact_amount:
        inner, equations = _plain(line, facts, Letters())
    whole = inner if line.rounding == "period" else f"round({inner}, {digits})"
    amount = rounded(line.exact_amount, digits)
    return Formula(whole, tuple(equations), line.exact_amount, amount, digits)


def _per_lot(line: Line, facts: list[Fact], letters: Letters) -> Built:
    parts: list[Operand | str] = [letters.operand(line.quantity, "quantity", "events")]
    words = [text(line.quantity)]
    if line.modifier is not None and line.modifier != 1:
        parts += ["×", letters.operand(line.modifier, "modifier", "rule")]
        words.append(text(line.modifier))
    if line.lower_rate is None:
        parts += ["×", letters.operand(line.rate, "rate", "rule")]
        words.append(text(line.rate))
    else:
        is_less = line.rate < line.lower_rate
        parts += [
            "× max(0, " if is_less else "× (",
            letters.operand(line.rate, "own_rate", "rule"),
            "−",
            letters.operand(line.lower_rate, "lower_rate", "rule"),
            ")",
        ]
        difference = f"{text(line.rate)} - {text(line.lower_rate)}"
        words.append(f"max(0, {difference})" if is_less else f"({difference})")
    return " * ".join(words), [_exact(line, *parts)]


def _fixed(line: Line, facts: list[Fact], letters: Letters) -> Built:
    quantity = letters.operand(line.quantity, "quantity", "events")
    each = letters.operand(line.rate, "amount_each", "rule")
    return f"{text(line.quantity, 0)} * {text(line.rate)}", [_exact(line, quantity, "×", each)]


def _turnover(line: Line, facts: list[Fact], letters: Letters) -> Built:
    """So much for each `per` of turnover: multiplied first, divided once."""
    per = operand_of("per", facts)
    if not per or line.base_amount is None:
        return _plain(line, facts, letters)
    base = letters.operand(line.base_amount, "turnover", "events")
    rate = letters.operand(line.rate, "amount_each", "rule")
    each = letters.operand(per, "per", "rule")
    words = f"{text(line.base_amount)} * {text(line.rate)} / {text(per)}"
    return words, [_exact(line, base, "×", rate, "÷", each)]


def _per_days(line: Line, facts: list[Fact], letters: Letters) -> Built:
    """An amount for the period, by the days on which it was earned."""
    days = operand_of("period_days", facts)
    if not days:
        return _plain(line, facts, letters)
    active = letters.operand(line.quantity, "active_days", "rule")
    rate = letters.operand(line.rate, "period_amount", "rule")
    each = letters.operand(days, "period_days", "rule")
    words = f"{text(line.rate)} * {text(line.quantity, 0)} / {text(days, 0)}"
    return words, [_exact(line, rate, "×", active, "÷", each)]


def _share_of_sale(line: Line, facts: list[Fact], letters: Letters) -> Built:
    refunded = refunded_of(facts)
    source, fx = line.source_amount, line.fx_rate or Decimal(1)
    if source is None or rounded(times(source - refunded, fx), 12) != line.base_amount:
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
    return f"{words} * {text(line.rate)}", [_exact(line, *parts)]


def _net(line: Line, facts: list[Fact], letters: Letters) -> tuple[str, list[Equation], Operand]:
    """The base: its text, the equation that makes it if it has parts, and it as an operand."""
    base = line.base_amount or Decimal(0)
    words, parts = base_of(line, facts, letters)
    if parts:
        return words, [Equation(tuple(parts), base, "net_revenue")], Operand(
            base, "net_revenue", "formula"
        )  # fmt: skip
    return words, [], letters.operand(base, "base", "events")


def _share(line: Line, facts: list[Fact], letters: Letters) -> Built:
    words, equations, base = _net(line, facts, letters)
    share = letters.operand(line.rate, "share", "rule", is_share=True)
    inner = f"({words})" if equations or base.value < 0 else words
    return f"{inner} * {text(line.rate)}", [*equations, _exact(line, base, "×", share)]


def _carry(line: Line, facts: list[Fact], letters: Letters) -> Built:
    carried = opening_of(facts)
    words, equations, base = _net(line, facts, letters)
    is_open = EXACT.add(base.value, carried) >= 0
    parts: list[Operand | str] = ["(" if is_open else "max(0, ", base]
    if carried:
        words += f" - {text(-carried)}"
        parts += ["−", letters.operand(-carried, "carried", "history")]
    share = letters.operand(line.rate, "share", "rule", is_share=True)
    return (
        f"max(0, {words}) * {text(line.rate)}",
        [*equations, _exact(line, *parts, ") ×", share)],
    )


def _carry_commission(line: Line, facts: list[Fact], letters: Letters) -> Built:
    """Carried as commission: the period's own price, less what earlier periods left below zero."""
    carried = opening_of(facts)
    sliced, cells = slices_of(line, facts, letters)
    equations: list[Equation] = []
    if not cells:
        words, equations, base = _net(line, facts, letters)
        share = letters.operand(line.rate, "share", "rule", is_share=True)
        sliced, cells = f"({words}) * {text(line.rate)}", [base, "×", share]
    if not carried:
        return f"max(0, {sliced})", [*equations, _exact(line, *cells)]
    away = letters.operand(-carried, "carried", "history")
    return f"max(0, {sliced} - {text(-carried)})", [*equations, _exact(line, *cells, "−", away)]


def _slices(line: Line, facts: list[Fact], letters: Letters) -> Built:
    words, parts = slices_of(line, facts, letters)
    return (words, [_exact(line, *parts)]) if parts else _plain(line, facts, letters)


def _accounts(line: Line, facts: list[Fact], letters: Letters) -> Built:
    """Each account pays by itself; the line is their sum."""
    words, parts = accounts_of(facts, letters)
    return (words, [_exact(line, *parts)]) if parts else _plain(line, facts, letters)


def _plain(line: Line, facts: list[Fact], letters: Letters) -> Built:
    """A line whose amount was found elsewhere (a release by the gate) is its exact amount."""
    part = letters.operand(line.exact_amount, "exact_amount", "history")
    return text(line.exact_amount), [_exact(line, part)]


_BUILDERS: dict[str, Builder] = {
    "differential": by_level,
    "by_level": by_level,
    "split": split,
    "override": override,
    "following": following,
    "rebate": rebate,
    "rebate_per_unit": rebate,
    "rebate_lacking": rebate,
    "per_lot": _per_lot,
    "per_lot_differential": _per_lot,
    "fixed": _fixed,
    "per_days": _per_days,
    "share": _share,
    "turnover": _turnover,
    "share_of_sale": _share_of_sale,
    "carry": _carry,
    "carry_commission": _carry_commission,
    "slices": _slices,
    "accounts": _accounts,
    "released": _plain,
}

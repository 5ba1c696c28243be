"""Formulas of levels: what a partner earns from what others below it bring in."""

from __future__ import annotations

from decimal import Decimal

from portal.releases.decimals import rounded, text, times
from portal.releases.equation import Built, exact
from portal.releases.formula_facts import Letters, Operand, digits_of, operand_of
from portal.releases.lines import Fact, Line


def fact_amount(facts: list[Fact], section: str, code: str) -> Decimal | None:
    """The amount of one fact of a line, or nothing."""
    return next((f.amount for f in facts if (f.section, f.code) == (section, code)), None)


def by_level(line: Line, facts: list[Fact], letters: Letters) -> Built:
    """Quantity or base x what is the viewer's own of the rate; what a cap left of the direct
    partner's; into the viewer's currency."""
    if line.rate_unit == "share" or line.base_amount is not None:
        base = line.base_amount or Decimal(0)
        parts: list[Operand | str] = [letters.operand(base, "base", "events")]
        words = text(base)
    else:
        parts = [letters.operand(line.quantity, "quantity", "events")]
        words = text(line.quantity)
        if line.modifier is not None and line.modifier != 1:
            parts += ["×", letters.operand(line.modifier, "modifier", "rule")]
            words += f" * {text(line.modifier)}"
    is_share = line.rate_unit == "share"
    if line.lower_rate is None:
        parts += ["×", letters.operand(line.rate, "level_rate", "rule", is_share=is_share)]
        words += f" * {text(line.rate)}"
    else:
        is_less = line.rate < line.lower_rate
        own = letters.operand(line.rate, "level_rate", "rule", is_share=is_share)
        lower = letters.operand(line.lower_rate, "lower_rate", "rule", is_share=is_share)
        parts += ["× max(0, " if is_less else "× (", own, "−", lower, ")"]
        difference = f"{text(line.rate)} - {text(line.lower_rate)}"
        words += f" * max(0, {difference})" if is_less else f" * ({difference})"
    words += _paid(parts, facts, letters)
    per = operand_of("per", facts)
    if per:
        parts += ["÷", letters.operand(per, "per", "rule")]
        words += f" / {text(per)}"
    if line.fx_rate is not None and line.fx_rate != 1:
        parts += ["×", letters.operand(line.fx_rate, "fx_rate", "money")]
        words = f"round({words}, 12) * {text(line.fx_rate)}"
    return words, [exact(line, *parts)]


def _paid(parts: list[Operand | str], facts: list[Fact], letters: Letters) -> str:
    """What a cap left of the amount that this one follows, as a part of what it was before."""
    for fact in facts:
        if fact.section == "level" and fact.code == "paid" and fact.quantity:
            paid = fact.amount or Decimal(0)
            parts += ["×", letters.operand(paid, "paid_below", "formula")]
            parts += ["÷", letters.operand(fact.quantity, "uncapped_below", "formula")]
            return f" * {text(paid)} / {text(fact.quantity)}"
    return ""


def following(line: Line, facts: list[Fact], letters: Letters) -> Built:
    """An override that follows a cap: its own x paid / uncapped."""
    words, parts = _product(line, letters)
    words = f"round({words}, 12)" + _paid(parts, facts, letters)
    return words, [exact(line, *parts)]


def split(line: Line, facts: list[Fact], letters: Letters) -> Built:
    """A share of the rounded pot, and what cutting to whole units changed."""
    words, parts = _product(line, letters)
    cut = fact_amount(facts, "level", "cut")
    if cut:
        parts += ["+" if cut > 0 else "−", letters.operand(abs(cut), "cut", "formula")]
        words += f" {'+' if cut > 0 else '-'} {text(abs(cut))}"
    return words, [exact(line, *parts)]


def _product(line: Line, letters: Letters) -> tuple[str, list[Operand | str]]:
    """Base x share, or quantity x rate."""
    is_share = line.rate_unit == "share"
    if is_share:
        base = line.base_amount or Decimal(0)
        counted, words = letters.operand(base, "base", "events"), f"({text(base)})"
    else:
        counted = letters.operand(line.quantity, "quantity", "events")
        words = text(line.quantity)
    rate = letters.operand(line.rate, "level_rate", "rule", is_share=is_share)
    return f"{words} * {text(line.rate)}", [counted, "×", rate]


def override(line: Line, facts: list[Fact], letters: Letters) -> Built:
    """A share of the commission below, which stands in the viewer's currency."""
    base = line.base_amount or Decimal(0)
    lower = fact_amount(facts, "level", "lower_amount")
    fx = line.fx_rate
    share = letters.operand(line.rate, "share", "rule", is_share=True)
    if fx is None or lower is None or rounded(times(lower, fx), 12) != base:
        below = letters.operand(base, "commission_below", "events")
        written = f"({text(base)})" if base < 0 else text(base)
        return f"{written} * {text(line.rate)}", [exact(line, below, "×", share)]
    below = letters.operand(lower, "commission_below", "events")
    rate = letters.operand(fx, "fx_rate", "money")
    written = f"round(({text(lower)}) * {text(fx)}, 12) * {text(line.rate)}"
    return written, [exact(line, below, "×", rate, "×", share)]


def rebate(line: Line, facts: list[Fact], letters: Letters) -> Built:
    """What a client gets back is rounded before it is taken from its partners."""
    words, parts = _product(line, letters)
    digits = digits_of(facts) or line.money.currency.digits
    words = f"round({words}, {digits})"
    missing = fact_amount(facts, "rebate", "missing")
    if missing:
        parts += ["−", letters.operand(missing, "missing", "formula")]
        words += f" - {text(missing)}"
    return words, [exact(line, *parts)]

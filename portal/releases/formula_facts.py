"""The operands of a formula that come from a line's facts: deductions, slices, carry, refunds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.releases.decimals import EXACT, text, times
from portal.releases.lines import Fact, Line

# Facts of section `deduction` with these codes are what the deductions are taken from.
GROSS = frozenset({"gross", "stakes", "theoretical", "net_deposits", "net_sales", "net_revenue"})
ACCOUNTS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Operand:
    """One number of an equation. `anchor` is the section of the Why page that shows its source."""

    value: Decimal
    meaning: str
    anchor: str
    letter: str = ""
    is_share: bool = False
    subject: str = ""


@dataclass
class Letters:
    """Hands out a, b, c … in the order in which operands appear."""

    given: int = 0

    def operand(
        self, value: Decimal, meaning: str, anchor: str, *, is_share: bool = False,
        subject: str = "",
    ) -> Operand:  # fmt: skip
        """The next operand, with the next letter."""
        letter = chr(ord("a") + self.given % 26)
        self.given += 1
        return Operand(value, meaning, anchor, letter, is_share, subject)


Parts = list[Operand | str]


def gross_of(facts: list[Fact]) -> list[Fact]:
    """What deductions are taken from, by product or account."""
    return [f for f in facts if f.section == "deduction" and f.code in GROSS and f.rate is None]


def deductions_of(facts: list[Fact]) -> list[Fact]:
    """The deductions that were taken, each product or account by itself; none of 0."""
    gross = gross_of(facts)
    return [f for f in facts if f.section == "deduction" and f.amount and f not in gross]


def _sum(facts: list[Fact]) -> Decimal:
    return sum((f.amount or Decimal(0) for f in facts), Decimal(0))


def opening_of(facts: list[Fact]) -> Decimal:
    """What earlier periods carried in: zero or negative."""
    return _sum([f for f in facts if f.section == "carry" and f.code == "opening"])


def refunded_of(facts: list[Fact]) -> Decimal:
    """What of a sale was given back, in the sale's currency."""
    return _sum([f for f in facts if f.section == "refund"])


def capped_of(facts: list[Fact]) -> Decimal:
    """What caps took of the amount."""
    return _sum([f for f in facts if f.section == "cap"])


def recouped_of(facts: list[Fact]) -> Decimal:
    """What an advance took of the amount."""
    return _sum([f for f in facts if f.section == "recoup" and f.code == "recouped"])


def digits_of(facts: list[Fact]) -> int:
    """To how many digits the line is rounded, where its component keeps more; else 0."""
    found = (f.quantity for f in facts if f.section == "rounding" and f.code == "line_digits")
    return int(next(found, None) or 0)


def operand_of(code: str, facts: list[Fact]) -> Decimal | None:
    """A number that the quantity is made of; nothing where the line has none."""
    found = (f.quantity for f in facts if f.section == "operand" and f.code == code)
    return next(found, None)


def base_of(line: Line, facts: list[Fact], letters: Letters) -> tuple[str, Parts]:
    """The base as gross less each deduction, when these make it; else the base alone, no parts."""
    base = line.base_amount or Decimal(0)
    deductions = deductions_of(facts)
    gross = _sum(gross_of(facts))
    if not deductions or EXACT.subtract(gross, _sum(deductions)) != base:
        return text(base), []
    parts: Parts = [letters.operand(gross, "gross", "events")]
    words = text(gross)
    for code in dict.fromkeys(f.code for f in deductions):
        own = [f for f in deductions if f.code == code]
        amount = _sum(own)
        sign = "−" if amount >= 0 else "+"
        parts += [sign, letters.operand(abs(amount), "deduction", "formula", subject=code)]
        for fact in own:
            words += _taken(fact)
    return words, parts


def _taken(fact: Fact) -> str:
    """One deduction as text: a percentage stays a product where that is exact."""
    amount = fact.amount or Decimal(0)
    if fact.quantity and fact.rate and times(fact.quantity, fact.rate) == amount and amount > 0:
        return f" - {text(fact.quantity)} * {text(fact.rate)}"
    return f" - {text(amount)}" if amount >= 0 else f" + {text(-amount)}"


def slices_of(line: Line, facts: list[Fact], letters: Letters) -> tuple[str, Parts]:
    """Each step's slice at its own rate."""
    parts: Parts = []
    words: list[str] = []
    per = operand_of("per", facts)
    for fact in facts:
        if fact.section != "slice" or not fact.quantity or fact.rate is None:
            continue
        parts += ["+"] if parts else []
        is_share = line.rate_unit == "share"
        parts += [
            letters.operand(fact.quantity, "slice", "events"),
            "×",
            letters.operand(fact.rate, "slice_rate", "rule", is_share=is_share),
        ]
        words.append(f"{text(fact.quantity)} * {text(fact.rate)}")
        if per:
            parts += ["÷", letters.operand(per, "per", "rule")]
            words[-1] += f" / {text(per)}"
    return " + ".join(words), parts


def accounts_of(facts: list[Fact], letters: Letters) -> tuple[str, Parts]:
    """Each account's amount; many of them are one operand, and all of them in the text."""
    accounts = [f for f in facts if f.section == "account" and f.amount]
    words = [
        f"{text(f.quantity)} * {text(f.rate)}"
        if f.quantity and f.rate and times(f.quantity, f.rate) == f.amount
        else text(f.amount or Decimal(0))
        for f in accounts
    ]
    if len(accounts) > ACCOUNTS_SHOWN:
        return " + ".join(words), [letters.operand(_sum(accounts), "accounts", "events")]
    parts: Parts = []
    for fact in accounts:
        parts += ["+"] if parts else []
        amount = fact.amount or Decimal(0)
        parts.append(letters.operand(amount, "account", "events", subject=fact.subject or ""))
    return " + ".join(words), parts

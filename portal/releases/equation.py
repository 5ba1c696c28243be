"""Operands with the signs between them, and what they make."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.releases.formula_facts import Operand
from portal.releases.lines import Line


@dataclass(frozen=True, slots=True)
class Equation:
    """Operands and the signs between them, and what they make, exactly."""

    parts: tuple[Operand | str, ...]
    result: Decimal
    meaning: str


Built = tuple[str, list[Equation]]


def exact(line: Line, *parts: Operand | str) -> Equation:
    """The equation that ends in the line's exact amount."""
    return Equation(parts, line.exact_amount, "exact")

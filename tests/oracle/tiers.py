"""Steps and slices (COMMISSIONS, "Tiers")."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tests.oracle.facts import Row


def starts(step: Row) -> Decimal:
    return Decimal(str(step["from_value"]))


def rate(step: Row) -> Decimal:
    return Decimal(str(step["rate"]))


def is_reached(step: Row, value: Decimal) -> bool:
    """ "A step starts `from` a value (that value included) or `above` a value (excluded)." """
    return value >= starts(step) if step["is_inclusive"] else value > starts(step)


def rising(steps: Sequence[Row]) -> list[Row]:
    return sorted(steps, key=lambda step: step["step_no"])


def step_of(steps: Sequence[Row], value: Decimal) -> Row | None:
    """The highest step reached; "a value below the first step … earns 0": None."""
    return next((step for step in reversed(rising(steps)) if is_reached(step, value)), None)


def slab(steps: Sequence[Row], value: Decimal, amount: Decimal) -> Decimal:
    """ "`kind: slab`: the step reached prices everything." """
    step = step_of(steps, value)
    return amount * rate(step) if step else Decimal(0)


def marginal(steps: Sequence[Row], amount: Decimal) -> Decimal:
    """ "`kind: marginal`: each step prices its own slice." """
    ordered = rising(steps)
    total = Decimal(0)
    for at, step in enumerate(ordered):
        end = starts(ordered[at + 1]) if at + 1 < len(ordered) else amount
        slice_ = min(amount, end) - starts(step)
        if slice_ > 0:
            total += slice_ * rate(step)
    return total

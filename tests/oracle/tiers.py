"""Steps and slices (COMMISSIONS, "Tiers")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from tests.oracle.facts import Period, Row, World
from tests.oracle.metrics import Moment, measured
from tests.oracle.spec import is_reached, rate, starts

Holds = Callable[[Row], bool]


def always(_: Row) -> bool:
    return True


def conditions_hold(
    world: World, at: Moment, value: Decimal, base: Callable[[Period], Decimal] | None = None
) -> Holds:
    """Whether a step's extra conditions hold; a condition on `base` looks at `value`."""

    def holds(step: Row) -> bool:
        for condition in step.get("conditions") or ():
            plain_base = condition["metric"] == "base" and condition.get("look_back") is None
            found = value if plain_base else measured(world, condition, at, base)
            if condition.get("at_least") is not None:
                if found < Decimal(str(condition["at_least"])):
                    return False
            elif found <= Decimal(str(condition["above"])):
                return False
        return True

    return holds


def step_of(steps: Sequence[Row], value: Decimal, holds: Holds = always) -> Row | None:
    """ "The highest step at which all hold"; "a value below the first step, or no step whose
    conditions all hold, earns 0": None."""
    return next((s for s in reversed(steps) if is_reached(s, value) and holds(s)), None)


def slab(steps: Sequence[Row], value: Decimal, amount: Decimal, holds: Holds = always) -> Decimal:
    """ "`kind: slab`: the step reached prices everything." """
    step = step_of(steps, value, holds)
    return amount * rate(step) if step else Decimal(0)


def marginal(
    steps: Sequence[Row], amount: Decimal, before: Decimal = Decimal(0), holds: Holds = always
) -> Decimal:
    """ "`kind: marginal`: each step prices its own slice": here the slice of an amount that begins
    after `before`; "no step whose conditions all hold, earns 0"; "what lies above the highest step
    that holds is priced at that step" (DECISIONS 65)."""
    ordered = list(steps)
    while ordered and not (is_reached(ordered[-1], before + amount) and holds(ordered[-1])):
        ordered.pop()
    total = Decimal(0)
    for at, step in enumerate(ordered):
        low = max(before, starts(step))
        high = before + amount
        if at + 1 < len(ordered):
            high = min(high, starts(ordered[at + 1]))
        if high > low:
            total += (high - low) * rate(step)
    return total

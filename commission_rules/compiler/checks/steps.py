"""Steps rise."""

from __future__ import annotations

from commission_rules.schema.component import Problem
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Version


def steps_rise(version: Version, lookups: Lookups) -> list[Problem]:
    """Each step starts higher than the one before; `from: 500` lies before `above: 500`."""
    found = []
    for index, component in enumerate(version.components):
        starts = [(step.starts_at, not step.is_inclusive) for step in component.step_rows()]
        for number in range(1, len(starts)):
            if starts[number] <= starts[number - 1]:
                found.append(
                    Problem(
                        ("components", index, component.steps_field(), "steps", number),
                        f"the step at {starts[number][0]} does not rise",
                        f"start it above {starts[number - 1][0]}, or exchange the steps",
                    )
                )
    return found

"""Negotiable numbers: each range stands on numbers that exist, and the plan's own lie inside."""

from __future__ import annotations

from commission_rules.compiler.overrides.numbers import numbers_at
from commission_rules.compiler.overrides.paths import parse_path
from commission_rules.schema.component import Problem
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Version


def ranges_fit(version: Version, lookups: Lookups) -> list[Problem]:
    """Each key of `negotiable` is the path of a number of the component."""
    found = []
    for index, component in enumerate(version.components):
        raw = component.model_dump(by_alias=True, exclude_none=True, mode="json")
        for key, limits in component.negotiable.items():
            path = ("components", index, "negotiable", key)
            try:
                numbers = numbers_at(raw, parse_path(key), component.tables)
            except ValueError as error:
                what, _, todo = str(error).partition(" – ")
                found.append(Problem(path, what, todo))
                continue
            found += [
                Problem(
                    path,
                    f"the plan's own number {number} is outside of {limits.min} to {limits.max}",
                    "widen the range, or give that row a range of its own",
                )
                for number, own_key in numbers
                if own_key not in component.negotiable or own_key == key
                if not limits.min <= number <= limits.max
            ]
    return found

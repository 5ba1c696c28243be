"""Dates of versions: recorded in order, no overlap of equals, no gap."""

from __future__ import annotations

from datetime import date

from commission_rules.compiler.intervals import Dated, effective, gaps
from commission_rules.schema.component import Problem
from commission_rules.schema.plan import Plan


def rulings(plan: Plan) -> list[Dated[int]]:
    """Return the index of the version that rules on each day, as intervals."""
    return effective(
        [
            Dated(version.valid_from, version.last_day, (version.recorded_on, index), index)
            for index, version in enumerate(plan.versions)
        ]
    )


def recorded_in_order(plan: Plan) -> list[Problem]:
    """A version is appended: `recorded_on` never falls, and equals do not cover one day."""
    found = []
    for index, version in enumerate(plan.versions):
        for earlier in plan.versions[:index]:
            if earlier.recorded_on > version.recorded_on:
                found.append(
                    Problem(
                        ("versions", index, "recorded_on"),
                        f"recorded on {version.recorded_on}, after a version recorded later",
                        "append new versions at the end, in the order in which they were recorded",
                    )
                )
            elif earlier.recorded_on == version.recorded_on and (
                earlier.valid_from <= version.last_day and version.valid_from <= earlier.last_day
            ):
                found.append(
                    Problem(
                        ("versions", index, "valid_from"),
                        f"overlaps another version that was recorded on {version.recorded_on} too",
                        "end the one where the other starts, or record the correction later",
                    )
                )
    return found


def without_gaps(plan: Plan) -> list[Problem]:
    """After corrections every day between the first and the last has a version."""
    return [
        Problem(
            ("versions", _version_after(plan, last), "valid_from"),
            f"no version covers {first} to {last}",
            "extend a version, or append one for these days",
        )
        for first, last in gaps(rulings(plan))
    ]


def _version_after(plan: Plan, last: date) -> int:
    starts = {version.valid_from: index for index, version in enumerate(plan.versions)}
    return next(index for day, index in sorted(starts.items()) if day > last)


def registration_versions_stand_alone(plan: Plan) -> list[Problem]:
    """`applies_by` holds for all versions, and by registration each rules over one span of days."""
    found = [
        Problem(
            ("versions", index, "applies_by"),
            f"the plan changes from {plan.versions[0].applies_by} to {version.applies_by}",
            "keep applies_by as the first version has it, or write a new plan",
        )
        for index, version in enumerate(plan.versions)
        if version.applies_by != plan.versions[0].applies_by
    ]
    if found or plan.versions[0].applies_by == "event":
        return found
    ruled: set[int] = set()
    for ruling in rulings(plan):
        if ruling.thing in ruled:
            found.append(
                Problem(
                    ("versions", ruling.thing, "valid_from"),
                    "a correction parts the clients of this version in two",
                    "let the correction reach to one of its ends, or write a new plan",
                )
            )
        ruled.add(ruling.thing)
    return found

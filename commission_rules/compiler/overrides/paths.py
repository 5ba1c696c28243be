"""Paths of numbers: `rate_per_lot`, `rate_per_lot[symbol_group=majors]`,
`tiers.steps[from=10000].share`, `conditions[metric=wagered].at_least`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from commission_rules.schema.parts.numbers import QUOTED
from commission_rules.schema.parts.rate_table import DIMENSIONS

PART = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(\[(?P<row>[^\]]+)\])?(?P<end>\.|$)")
# By these keys a row of a list is named; every list of a component has at least one of them.
# Plain numbers by level (`rates`, `levels.table`) are named by the distance.
ROW_KEYS = (*DIMENSIONS, "from", "above", "metric", "code", "per", "window", "distance")


@dataclass(frozen=True)
class Part:
    """One name of a path, with the row that it picks from a list (empty: none named)."""

    name: str
    row: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        inside = ",".join(f"{key}={value}" for key, value in self.row.items())
        return f"{self.name}[{inside}]" if inside else self.name


def parse_path(text: str) -> tuple[Part, ...]:
    """Parse a path.

    Raises:
        ValueError: "what – what to do", when the text is not a path.
    """
    parts, position = [], 0
    while position < len(text):
        match = PART.match(text, position)
        if match is None or (match["end"] == "." and match.end() == len(text)):
            break
        parts.append(Part(match["name"], _row(text, match["row"])))
        position = match.end()
    if not parts or position < len(text):
        raise ValueError(f"`{text}` is not a path – write it like tiers.steps[from=10000].share")
    return tuple(parts)


def _row(text: str, inside: str | None) -> dict[str, str]:
    if inside is None:
        return {}
    pairs = [pair.partition("=") for pair in inside.split(",")]
    for key, equals, value in pairs:
        if key.strip() not in ROW_KEYS or not equals or not value.strip():
            raise ValueError(
                f"`{text}` names no row – write [key=value] with one of {', '.join(ROW_KEYS)}"
            )
    return {key.strip(): value.strip() for key, _, value in pairs}


def path_text(parts: Sequence[Part]) -> str:
    """Return the path as text."""
    return ".".join(map(str, parts))


def without_rows(parts: Sequence[Part]) -> str:
    """Return the path without the rows it picks: the key that stands for all of them."""
    return ".".join(part.name for part in parts)


def row_of(item: Mapping[str, Any]) -> dict[str, str]:
    """Return by what a row of a list is named; the default of a table by nothing."""
    return {key: str(item[key]) for key in ROW_KEYS if key in item}


def same_row(wanted: Mapping[str, str], item: Mapping[str, Any]) -> bool:
    """Tell whether the item is the row; numbers are compared as numbers (10000 = 10000.00)."""
    found = row_of(item)
    return wanted.keys() == found.keys() and all(_same(wanted[key], found[key]) for key in wanted)


def _same(one: str, other: str) -> bool:
    if QUOTED.fullmatch(one) and QUOTED.fullmatch(other):
        return Decimal(one) == Decimal(other)
    return one == other

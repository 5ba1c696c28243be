"""Find the numbers that a path names inside a component's data (as dumped by its model)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from commission_rules.compiler.overrides.paths import Part, path_text, row_of, same_row
from commission_rules.schema.parts.numbers import QUOTED


@dataclass(frozen=True)
class Place:
    """A number of the data: `holder[key]` is its text, `path` its own full path."""

    holder: Any
    key: str | int
    path: tuple[Part, ...]

    @property
    def number(self) -> Decimal:
        return Decimal(self.holder[self.key])


def places_at(data: dict[str, Any], path: Sequence[Part], tables: Collection[str]) -> list[Place]:
    """Return every number at `path`; a list without a row named stands for all its rows.

    Raises:
        ValueError: "what – what to do", when the path leads to no number.
    """
    found = list(_walk(data, tuple(path), (), tables))
    if not found:
        raise ValueError(f"`{path_text(path)}` names no number – correct the path")
    return found


def numbers_at(
    data: dict[str, Any], path: Sequence[Part], tables: Collection[str]
) -> list[tuple[Decimal, str]]:
    """Return (number, its own full path) for every number at `path`; raises as `places_at`."""
    return [(place.number, path_text(place.path)) for place in places_at(data, path, tables)]


def _walk(
    node: dict[str, Any], path: tuple[Part, ...], done: tuple[Part, ...], tables: Collection[str]
) -> Iterator[Place]:
    part, rest = path[0], path[1:]
    child = node.get(part.name)
    if isinstance(child, list) and child and not rest and isinstance(child[0], str):
        yield from _by_distance(child, part, done)
    elif isinstance(child, list):
        yield from _in_rows(child, path, done, tables)
    elif isinstance(child, dict) and rest:
        yield from _walk(child, rest, (*done, part), tables)
    elif isinstance(child, dict):
        key = "value" if "value" in child else "times"
        if key in child:
            yield Place(child, key, (*done, part))
    elif isinstance(child, str) and not rest and QUOTED.fullmatch(child):
        yield Place(node, part.name, (*done, part))


def _in_rows(
    rows: list[Any], path: tuple[Part, ...], done: tuple[Part, ...], tables: Collection[str]
) -> Iterator[Place]:
    part, rest = path[0], path[1:]
    for item in rows:
        if not isinstance(item, dict) or (part.row and not same_row(part.row, item)):
            continue
        here = (*done, Part(part.name, row_of(item)))
        if rest:
            yield from _walk(item, rest, here, tables)
        elif part.name in tables:
            yield Place(item, "value", here)


def _by_distance(numbers: list[str], part: Part, done: tuple[Part, ...]) -> Iterator[Place]:
    """Yield plain numbers by level: an override speaks of the partners below, a table of the
    direct partner too."""
    first = 1 if part.name == "rates" else 0
    for index in range(len(numbers)):
        row = {"distance": str(index + first)}
        if not part.row or dict(part.row) == row:
            yield Place(numbers, index, (*done, Part(part.name, row)))

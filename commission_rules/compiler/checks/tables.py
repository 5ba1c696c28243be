"""Rate tables: known names, dimensions that the component has, rows that can be ordered."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from babel import Locale

from commission_rules.compiler.specificity import (
    at_least_as_specific,
    can_match_one_event,
    modifier_rows_meet,
)
from commission_rules.schema.component import Component, Path, Problem
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.plan import Version

TERRITORIES = frozenset(code for code in map(str, Locale("en").territories) if len(code) == 2)


def names_are_known(version: Version, lookups: Lookups) -> list[Problem]:
    """Symbols, symbol groups and country groups are declared beside the plans, and a row names
    only what an event of this component has."""
    found = []
    for index, component in enumerate(version.components):
        for path, kind, name in _names(component):
            problem = _unknown(kind, name, lookups) or _foreign(component, path, kind)
            if problem:
                found.append(Problem(("components", index, *path), *problem))
    return found


def _names(component: Component) -> Iterator[tuple[Path, str, str]]:
    for number, row in enumerate(component.rate_rows()):
        for kind, name in row.names().items():
            yield (component.rate_field(), number, kind), kind, name
    for number, modifier in enumerate(component.modifier_rows()):
        for kind, name in modifier.names().items():
            yield (component.modifier_field(), number, kind), kind, name
    for kind, name in component.filter_rows():
        if kind in ("symbol", "symbol_group"):
            yield (f"{kind}s",), kind, name


def _unknown(kind: str, name: str, lookups: Lookups) -> tuple[str, str] | None:
    files: dict[str, tuple[Collection[str], str]] = {
        "symbol": (lookups.symbols.all(), "_symbols.yaml"),
        "symbol_group": (lookups.symbols.groups, "_symbols.yaml"),
        "country_group": (lookups.countries.groups, "_countries.yaml"),
    }
    if kind == "country" and name not in TERRITORIES:
        return f"unknown country {name}", "write its code of ISO 3166, like DE or GB"
    if kind not in files or name in files[kind][0]:
        return None
    known = ", ".join(sorted(files[kind][0])[:12]) or "none yet"
    words = kind.replace("_", " ")
    where = f"{files[kind][1]} (a scenario: under `program`)"
    return f"unknown {words} {name}", f"declare it in {where}, or name one of: {known}"


def _foreign(component: Component, path: Path, kind: str) -> tuple[str, str] | None:
    if path[0] != component.rate_field() or kind in component.dimensions:
        return None
    allowed = ", ".join(sorted(component.dimensions))
    return f"a {component.type} has no {kind.replace('_', ' ')}", f"use {allowed}, or the default"


def rows_can_be_ordered(version: Version, lookups: Lookups) -> list[Problem]:
    """COMMISSIONS, "Rate tables": two equally specific rows are refused. RULINGS, "Which terms":
    rows that cannot be ordered are refused if some event can match both."""
    found = []
    for index, component in enumerate(version.components):
        rows = [row.names() for row in component.rate_rows()]
        for number, later in enumerate(rows):
            for earlier in rows[:number]:
                if not can_match_one_event(earlier, later, lookups):
                    continue
                if at_least_as_specific(earlier, later) != at_least_as_specific(later, earlier):
                    continue
                found.append(
                    Problem(
                        ("components", index, component.rate_field(), number),
                        f"one event can match this row and {earlier or 'the default'}, "
                        "and neither is more specific",
                        "remove one of them, or add a row for what both match",
                    )
                )
        found += _modifiers(index, component, lookups)
    return found


def _modifiers(index: int, component: Component, lookups: Lookups) -> list[Problem]:
    rows = [row.names() for row in component.modifier_rows()]
    return [
        Problem(
            ("components", index, component.modifier_field(), number),
            f"two rows for {', '.join(row.values()) or 'every other symbol'}",
            "keep one of them",
        )
        for number, row in enumerate(rows)
        if any(modifier_rows_meet(row, earlier) for earlier in rows[:number])
    ]

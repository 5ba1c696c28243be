"""Which terms rule, and which rate of a table (COMMISSIONS, "Plans are dated data")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.facts import Component, Row, World

DIMENSIONS = ("product", "country", "campaign", "account_type", "symbol", "symbol_group")


def deal_of(world: World, partner_id: str, brand: str | None, on: date) -> Row | None:
    """The partner's deal on a day; RULINGS: "A deal without a brand covers what no other deal of
    the partner covers." """
    running = [
        deal
        for deal in world.deals
        if deal["partner_id"] == partner_id and deal["valid_from"] <= on <= deal["valid_to"]
    ]
    named = [deal for deal in running if brand is not None and deal["brand"] == brand]
    general = [deal for deal in running if deal["brand"] is None]
    return next(iter(named or general), None)


def components_of(world: World, deal: Row, on: date) -> list[Component]:
    """The components of a deal in force on a day, as they stand in the plan."""
    found = [
        part
        for part in world.components
        if part.deal_id == deal["deal_id"] and part.valid_from <= on <= part.valid_to
    ]
    return sorted(found, key=lambda part: part.position)


def values_of(component: Component, table: str, kind: str) -> set[str]:
    """The values of one kind of filter."""
    rows = component.children[table]
    return {row["filter_value"] for row in rows if row["filter_kind"] == kind}


def matches(wanted: str, name: str, found: Mapping[str, Any]) -> bool:
    """ "account_type `live` is every account that is not a demo, `demo` every demo account"."""
    if name == "account_type" and wanted in ("live", "demo"):
        return bool(found.get("is_demo")) == (wanted == "demo")
    return found.get(name) == wanted


def rate_of(component: Component, event: Mapping[str, Any]) -> Decimal | None:
    """ "The most specific row wins"; no row: None ("0 with the reason `no_rate`")."""
    rows = [
        row
        for row in component.children["deal_rates"]
        if all(row[name] is None or matches(row[name], name, event) for name in DIMENSIONS)
    ]
    best = _most_specific(rows)
    return None if best is None else Decimal(str(best["rate"]))


def _most_specific(rows: Iterable[Row]) -> Row | None:
    """RULINGS: "A row wins if it is at least as specific in every dimension." """
    rows = list(rows)
    for row in rows:
        if all(_at_least_as_specific(row, other) for other in rows):
            return row
    assert not rows, f"rows cannot be ordered: {rows}"
    return None


def _at_least_as_specific(row: Row, other: Row) -> bool:
    return all(_grade(row, names) >= _grade(other, names) for names in GRADES)


GRADES = (("product",), ("country",), ("campaign",), ("account_type",), ("symbol_group", "symbol"))


def _grade(row: Row, names: tuple[str, ...]) -> int:
    """How specific a row is in one dimension: symbol over its group over none; a named account
    type over live and demo over none; DECISIONS 7."""
    if names == ("account_type",):
        kind = row["account_type"]
        return 0 if kind is None else 1 if kind in ("live", "demo") else 2
    return max((at for at, name in enumerate(names, 1) if row[name] is not None), default=0)


def modifier_of(component: Component, symbol: str, group: str | None) -> Decimal:
    """The lot modifier "of the symbol or group"; without one, lots count as they are."""
    rows = component.children["deal_lot_modifiers"]
    for name, value in (("symbol", symbol), ("symbol_group", group)):
        for row in rows:
            if value is not None and row[name] == value:
                return Decimal(str(row["modifier"]))
    return Decimal(1)


def symbol_of(world: World, native: str) -> tuple[str, str | None]:
    """Symbol and group of a native name: the whole name, else the longest suffix that leaves a
    known name (docs/reference/rules.md, "Beside the plans")."""
    for name in (native, *_without_suffix(world, native)):
        symbol = world.aliases.get(name, name)
        if name in world.aliases or name in world.symbols:
            return symbol, world.symbols.get(symbol)
    return native, None


def _without_suffix(world: World, native: str) -> list[str]:
    ends = [end for end in world.suffixes if native.endswith(end) and native != end]
    return [native[: -len(end)] for end in sorted(ends, key=len, reverse=True)]

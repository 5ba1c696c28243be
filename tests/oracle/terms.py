"""Which terms rule, and which rate of a table (COMMISSIONS, "Plans are dated data")."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.facts import FOREVER, Deal, Row, World
from tests.oracle.spec import RATE_KEYS, Component, number, table

OF_THE_DAY = ("flat_fee", "bonus", "override")  # DECISIONS 10 and 73
DIMENSIONS = ("product", "country", "campaign", "account_type", "symbol", "symbol_group")


def as_day(value: Any) -> date:
    if value is None:
        return FOREVER
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def deal_of(world: World, partner_id: str, brand: str | None, on: date) -> Deal | None:
    """The partner's deal on a day; RULINGS: "A deal without a brand covers what no other deal of
    the partner covers." Of two versions of a deal on one day the larger number rules."""
    running = [
        deal
        for deal in world.deals
        if deal.partner_id == partner_id and deal.first <= on <= deal.last
    ]
    named = [deal for deal in running if brand is not None and deal.brand == brand]
    general = [deal for deal in running if deal.brand is None]
    return max(named or general, key=lambda deal: deal.number, default=None)


def version_on(plan: Row, on: date) -> int | None:
    """ "On each date the version recorded last rules": its place in the plan."""
    ruling = [
        (as_day(version["recorded_on"]), at)
        for at, version in enumerate(plan["versions"])
        if as_day(version["valid_from"]) <= on <= as_day(version["valid_to"])
    ]
    return max(ruling)[1] if ruling else None


def version_for(
    world: World, deal: Deal, on: date, registered: date | None
) -> tuple[int, bool] | None:
    """The version of the event's time, or under `applies_by: registration` "that of its plan on
    the registration day, the first one for older clients" (RULINGS). Without a day: the version
    of the day, which `flat_fee`, `bonus` and `override` follow (DECISIONS 10)."""
    plan = world.plans[deal.plan_id]
    at = version_on(plan, on)
    if at is None or plan["versions"][at].get("applies_by") != "registration":
        return None if at is None else (at, False)
    if registered is None:
        return at, True
    first = min(
        range(len(plan["versions"])), key=lambda n: as_day(plan["versions"][n]["valid_from"])
    )
    then = version_on(plan, registered)
    return (first if then is None else then), True


def components_of(
    world: World, deal: Deal, on: date, registered: date | None = None
) -> list[Component]:
    """The components of a deal in force on a day, as they stand in the plan."""
    found = version_for(world, deal, on, registered)
    return [] if found is None else components_in(world, deal, *found)


def components_in(world: World, deal: Deal, at: int, by_registration: bool) -> list[Component]:
    """The components of one version of the deal's plan."""
    key = ("components", deal, at, by_registration)
    if key not in world.memory:
        version = overridden(world.plans[deal.plan_id]["versions"][at], deal.overrides)
        world.memory[key] = [
            Component(
                deal,
                at + 1,
                version,
                spec,
                position,
                by_registration and spec["type"] not in OF_THE_DAY,
            )
            for position, spec in enumerate(version["components"], 1)
        ]
    return list(world.memory[key])


def overridden(version: Row, overrides: Row) -> Row:
    """RULINGS: "A deal's override replaces what it names"; how it is written is the compiler's
    matter (docs/reference/rules.md), and its own tests hold it."""
    if not overrides:
        return version
    from commission_rules.compiler.overrides.apply import apply_overrides
    from commission_rules.schema.plan import Version

    text = json.loads(json.dumps(version, default=str))
    changed, refused = apply_overrides(Version.model_validate(text), overrides)
    assert not refused, refused
    result: Row = changed.model_dump(by_alias=True, mode="json")
    return result


def matches(wanted: str, name: str, found: Mapping[str, Any]) -> bool:
    """ "account_type `live` is every account that is not a demo, `demo` every demo account"."""
    if name == "account_type" and wanted in ("live", "demo"):
        return bool(found.get("is_demo")) == (wanted == "demo")
    return bool(found.get(name) == wanted)


def rate_of(world: World, component: Component, names: Mapping[str, Any]) -> Decimal | None:
    """ "The most specific row wins"; no row: None ("0 with the reason `no_rate`")."""
    rows = table(component, RATE_KEYS[component.type])
    owner = names.get("campaign_of")
    if owner is not None and owner != component.deal.partner_id:
        names = {**names, "campaign": None}  # a campaign's rate is for one's own links
    best = _most_specific([row for row in rows if _fits(world, row, names)])
    return None if best is None else number(best["value"])


def _fits(world: World, row: Row, names: Mapping[str, Any]) -> bool:
    group = row.get("country_group")
    if group is not None and names.get("country") not in world.countries.get(group, ()):
        return False
    return all(row.get(name) is None or matches(row[name], name, names) for name in DIMENSIONS)


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


GRADES: Sequence[tuple[str, ...]] = (
    ("product",), ("country_group", "country"), ("campaign",), ("account_type",),
    ("symbol_group", "symbol"),
)  # fmt: skip


def _grade(row: Row, names: tuple[str, ...]) -> int:
    """How specific a row is in one dimension: "symbol, its group, default; country, its group,
    default"; a named account type over live and demo over none (DECISIONS 7)."""
    if names == ("account_type",):
        kind = row.get("account_type")
        return 0 if kind is None else 1 if kind in ("live", "demo") else 2
    return max((at for at, name in enumerate(names, 1) if row.get(name) is not None), default=0)


def modifier_of(component: Component, symbol: str, group: str | None) -> Decimal:
    """The lot modifier "of the symbol or group"; without one, lots count as they are."""
    rows = component.get("lot_modifiers", ())
    for name, value in (("symbol", symbol), ("symbol_group", group)):
        for row in rows:
            if value is not None and row.get(name) == value:
                return number(row["value"])
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

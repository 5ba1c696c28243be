"""Levels and client rebates fit the component and the version that they stand on."""

from __future__ import annotations

from collections.abc import Iterator

from commission_rules.schema.component import Component, Path, Problem
from commission_rules.schema.components import REGISTRY
from commission_rules.schema.components.override import Override
from commission_rules.schema.lookups import Lookups
from commission_rules.schema.parts.levels import Differential, FixedPerLevel, Split
from commission_rules.schema.plan import Version


def levels_fit(version: Version, lookups: Lookups) -> list[Problem]:
    """COMMISSIONS and RULINGS, "Levels": what a split, a differential, a table by level and a
    client rebate are refused with."""
    return [
        Problem(("components", index, *problem.path), problem.what, problem.todo)
        for index, component in enumerate(version.components)
        for problem in _problems(component, version)
    ]


def _problems(component: Component, version: Version) -> Iterator[Problem]:
    levels = component.levels
    if isinstance(component, Override):
        yield from _override(component)
    if isinstance(levels, Split) and version.rounding == "period":
        yield Problem(
            ("levels", "algebra"),
            "a split rounds its pot, so it cannot stand under rounding: period",
            "write rounding: line, or another algebra",
        )
    if isinstance(levels, Differential):
        yield from _differential(component)
    if isinstance(levels, FixedPerLevel):
        yield from _fixed(component, levels)
    if component.client_rebate is not None and (
        component.family == "period" or version.rounding == "period"
    ):
        yield Problem(
            ("client_rebate",),
            "a client rebate is taken from rounded lines of events",
            "keep it on event components of a version with rounding: line",
        )


def _override(component: Override) -> Iterator[Problem]:
    known = sorted(set(REGISTRY) - {"override"})
    for index, name in enumerate(component.component_types):
        if name not in known:
            yield Problem(
                ("component_types", index),
                f"{name} is not a component type",
                f"name one of {', '.join(known)}",
            )


def _differential(component: Component) -> Iterator[Problem]:
    tiers = getattr(component, "tiers", None)
    where: Path = ("tiers",)
    if tiers is not None and getattr(tiers, "kind", "slab") == "marginal":
        yield Problem(
            where, "a differential compares rates, and marginal steps have several", "write slab"
        )
    elif tiers is not None and tiers.metric in ("base", "event"):
        yield Problem(
            where,
            f"a differential cannot find steps by the {tiers.metric}: it is the direct partner's",
            "take another metric, or a single rate",
        )
    if component.family == "period" and len(component.rate_rows()) > 1:
        yield Problem(
            (component.rate_field(),),
            "a differential of a period compares one rate for all",
            "write one number (RULINGS, Levels: single rates)",
        )
    carryover = getattr(component, "carryover", None)
    if carryover is not None and carryover.level == "commission":
        yield Problem(
            ("carryover", "level"),
            "a differential multiplies the base that was priced, so it cannot carry commission",
            "write level: base",
        )


def _fixed(component: Component, levels: FixedPerLevel) -> Iterator[Problem]:
    if component.step_rows() or component.rate_rows():
        yield Problem(
            ("levels",),
            "the table by level is the rate",
            f"remove {component.rate_field()} and tiers",
        )
    if component.rate_unit == "share":
        for distance, rate in enumerate(levels.table):
            if rate > 1:
                yield Problem(
                    ("levels", "table", distance), f"{rate} is more than 1", 'write 10 % as "0.10"'
                )

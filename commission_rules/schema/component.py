"""What every component type has, and what the compiler and the text ask of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from commission_rules.schema.parts.caps import Cap
from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.conditions import Condition
from commission_rules.schema.parts.levels import ClientRebate, FixedPerLevel, Levels
from commission_rules.schema.parts.numbers import Count, Rate
from commission_rules.schema.parts.period import Deduction, Gate
from commission_rules.schema.parts.rate_table import ModifierRow, RateRow
from commission_rules.schema.parts.tiers import Step

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """Something to refuse: where (path inside what is checked), what, and what to do."""

    path: Path
    what: str
    todo: str


class Range(Closed):
    """Between which numbers a deal may negotiate."""

    min: Rate
    max: Rate

    @model_validator(mode="after")
    def _rising(self) -> Range:
        if self.min > self.max:
            raise ValueError("min is more than max – exchange them")
        return self


class Component(Closed):
    """One way of earning. A subclass adds fields and answers the methods below."""

    family: ClassVar[Literal["event", "period"]]
    rate_unit: ClassVar[Literal["per_lot", "share", "amount", "per_unit"]]
    dimensions: ClassVar[frozenset[str]] = frozenset()
    tables: ClassVar[frozenset[str]] = frozenset()

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    type: str
    hold_days: Count = 0
    digits: Count | None = Field(default=None, le=8)
    own_account: Literal["earns", "upline_only", "none"] = "none"
    levels: Levels | None = None
    client_rebate: ClientRebate | None = None
    caps: tuple[Cap, ...] = ()
    gate: Gate | None = None
    negotiable: dict[str, Range] = Field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """Return the columns of `terms.deal_components` that this type fills."""
        return {}

    @property
    def is_priced_by_level(self) -> bool:
        """Tell whether the table by level is the rate (RULINGS, "Tiers and metrics")."""
        return isinstance(self.levels, FixedPerLevel)

    def rate_rows(self) -> Sequence[RateRow]:
        return ()

    def rate_field(self) -> str:
        """Return the key under which the rate table stands."""
        return "share"

    def step_rows(self) -> Sequence[Step]:
        return ()

    def steps_field(self) -> str:
        """Return the key under which the steps stand."""
        return "tiers"

    def modifier_field(self) -> str:
        """Return the key under which the modifiers stand."""
        return "lot_modifiers"

    def one_price(self, name: str) -> Iterator[Problem]:
        """Yield a problem unless the number `name`, tiers or a table by level says the price."""
        ways = [getattr(self, name) is not None, getattr(self, "tiers", None) is not None]
        if sum([*ways, self.is_priced_by_level]) != 1:
            yield Problem((), f"a {self.type} has `{name}` or `tiers`", "write one of the two")

    def listed_twice(
        self, products: Sequence[str], excluded_products: Sequence[str]
    ) -> Iterator[Problem]:
        """Yield a problem for each product that is both listed and excluded."""
        for index, product in enumerate(excluded_products):
            if product in products:
                yield Problem(
                    ("excluded_products", index),
                    f"{product} is both listed and excluded",
                    "keep it in one of the two lists",
                )

    def edge_rows(self) -> Sequence[RateRow]:
        """Return the edge by product, of which theoretical revenue is made."""
        return ()

    def condition_rows(self) -> Sequence[Condition]:
        return ()

    def deduction_rows(self) -> Sequence[Deduction]:
        return ()

    def modifier_rows(self) -> Sequence[ModifierRow]:
        return ()

    def filter_rows(self) -> Iterator[tuple[str, str]]:
        """Yield (filter_kind, filter_value) of `terms.deal_filters`."""
        yield from ()

    def reads(self) -> Iterator[tuple[Path, str, str]]:
        """Yield (path, id, type) of the components that this one reads."""
        yield from ()

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong between the fields of this component."""
        yield from ()

    def touches_period(self) -> bool:
        """Tell whether a change of this component may begin on the first day of a period only:
        a period component, a tier with a period metric, a gate, a period cap."""
        tiers = getattr(self, "tiers", None)
        reads_periods = tiers is not None and tiers.reads_periods
        capped = any(cap.window == "period" for cap in self.caps)
        return self.family == "period" or reads_periods or capped or self.gate is not None

    def has_amounts(self) -> bool:
        """Tell whether any number is in the plan's currency."""
        return False

    def largest_share(self) -> tuple[str, Decimal] | None:
        """Return (kind of revenue, largest share of it), for the guard."""
        return None

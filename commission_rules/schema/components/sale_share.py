"""`sale_share`: a share of each sale net of discount and tax (COMMISSIONS, "Components")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Literal

from commission_rules.schema.component import Component, Problem
from commission_rules.schema.parts.numbers import Count
from commission_rules.schema.parts.rate_table import RateRow, ShareTable, numbers_of
from commission_rules.schema.parts.tiers import EventTiers, Step, tier_columns


class SaleShare(Component):
    """Which sales of a client count, and the share by product or by the amount of the
    sale; a refund restates its sale."""

    family: ClassVar[Literal["event"]] = "event"
    rate_unit: ClassVar[Literal["share"]] = "share"
    dimensions: ClassVar[frozenset[str]] = frozenset(
        {"product", "country", "country_group", "campaign"}
    )
    tables: ClassVar[frozenset[str]] = frozenset({"share"})

    type: Literal["sale_share"]
    sales: Literal["all", "first", "first_n", "within_months"]
    first_n: Count | None = None
    within_months: Count | None = None
    share: ShareTable | None = None
    tiers: EventTiers | None = None
    products: tuple[str, ...] = ()
    excluded_products: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        return {
            "sales_kind": self.sales,
            "sales_n": self.first_n or self.within_months,
            **tier_columns(self.tiers),
        }

    def rate_rows(self) -> Sequence[RateRow]:
        return self.share or ()

    def step_rows(self) -> Sequence[Step]:
        return self.tiers.steps if self.tiers else ()

    def has_amounts(self) -> bool:
        return self.tiers is not None and self.tiers.asks_money()

    def filter_rows(self) -> Iterator[tuple[str, str]]:
        yield from (("product", value) for value in self.products)
        yield from (("excluded_product", value) for value in self.excluded_products)

    def largest_share(self) -> tuple[str, Decimal] | None:
        shares = [*numbers_of(self.share), *(step.rate for step in self.step_rows())]
        return "sale", max(shares, default=Decimal(0))

    def problems(self) -> Iterator[Problem]:
        if not self.is_priced_by_level and (self.share is None) == (self.tiers is None):
            yield Problem((), "a sale_share has `share` or `tiers`", "write one of the two")
        for name in ("first_n", "within_months"):
            number = getattr(self, name)
            if (self.sales == name) != (number is not None) or number == 0:
                yield Problem(
                    (name if number is not None else "sales",),
                    f"`{name}` belongs to sales: {name}, and is at least 1",
                    f'write sales: {name} with {name}: "3", or neither',
                )
        for index, product in enumerate(self.excluded_products):
            if product in self.products:
                yield Problem(
                    ("excluded_products", index),
                    f"{product} is both listed and excluded",
                    "keep it in one of the two lists",
                )

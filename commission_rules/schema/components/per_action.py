"""`per_action`: a fixed amount per unit of a conversion (COMMISSIONS, "Components")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from commission_rules.schema.component import Component, Problem
from commission_rules.schema.parts.rate_table import AmountTable, RateRow
from commission_rules.schema.parts.tiers import AmountEventTiers, Step, tier_columns


class PerAction(Component):
    """amount x quantity of each conversion of the type `action`, perhaps of some products."""

    family: ClassVar[Literal["event"]] = "event"
    rate_unit: ClassVar[Literal["amount"]] = "amount"
    dimensions: ClassVar[frozenset[str]] = frozenset(
        {"product", "country", "country_group", "campaign"}
    )
    tables: ClassVar[frozenset[str]] = frozenset({"amount"})

    type: Literal["per_action"]
    action: Literal["lead", "registration", "sale", "custom"]
    amount: AmountTable | None = None
    tiers: AmountEventTiers | None = None
    products: tuple[str, ...] = ()
    excluded_products: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        return {"base_kind": self.action, **tier_columns(self.tiers, "quantity")}

    def rate_rows(self) -> Sequence[RateRow]:
        return self.amount or ()

    def rate_field(self) -> str:
        return "amount"

    def step_rows(self) -> Sequence[Step]:
        return self.tiers.steps if self.tiers else ()

    def filter_rows(self) -> Iterator[tuple[str, str]]:
        yield from (("product", value) for value in self.products)
        yield from (("excluded_product", value) for value in self.excluded_products)

    def has_amounts(self) -> bool:
        return True

    def problems(self) -> Iterator[Problem]:
        yield from self.one_price("amount")
        yield from self.listed_twice(self.products, self.excluded_products)

"""`per_turnover`: an amount for so much turnover (COMMISSIONS, "Components")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from commission_rules.schema.component import Problem
from commission_rules.schema.components.trade import TradeComponent
from commission_rules.schema.parts.numbers import Amount
from commission_rules.schema.parts.rate_table import LotTable, RateRow
from commission_rules.schema.parts.tiers import RateEventTiers, Step, tier_columns

OF_TRADES = {"account_type", "symbol", "symbol_group"}


class PerTurnover(TradeComponent):
    """rate x turnover / `per`. The turnover is the notional of a trade (lots x contract size x
    price), or the stakes of a client and day."""

    rate_unit: ClassVar[Literal["per_unit"]] = "per_unit"
    dimensions: ClassVar[frozenset[str]] = TradeComponent.dimensions | {"product"}
    tables: ClassVar[frozenset[str]] = frozenset({"rate"})

    type: Literal["per_turnover"]
    of: Literal["notional", "stakes"]
    price: Literal["open", "close"] | None = None
    sides: Literal["one", "both"] | None = None
    per: Amount
    rate: LotTable | None = None
    tiers: RateEventTiers | None = None
    products: tuple[str, ...] = ()
    excluded_products: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        return {
            **super().columns(),
            "base_kind": self.of,
            "price_side": self.price,
            "sides": self.sides,
            "rate_per": self.per,
            **tier_columns(self.tiers, "amount"),
        }

    def rate_rows(self) -> Sequence[RateRow]:
        return self.rate or ()

    def rate_field(self) -> str:
        return "rate"

    def step_rows(self) -> Sequence[Step]:
        return self.tiers.steps if self.tiers else ()

    def filter_rows(self) -> Iterator[tuple[str, str]]:
        yield from super().filter_rows()
        yield from (("product", value) for value in self.products)
        yield from (("excluded_product", value) for value in self.excluded_products)

    def has_amounts(self) -> bool:
        return True

    def problems(self) -> Iterator[Problem]:
        yield from self.one_price("rate")
        yield from self.listed_twice(self.products, self.excluded_products)
        if self.per == 0:
            yield Problem(("per",), "a rate for no turnover", 'write per: "100000" or another')
        if self.of == "notional" and (self.price is None or self.sides is None):
            yield Problem(
                ("of",),
                "a notional says its price and its sides",
                "write price: open or close, and sides: one or both",
            )
        yield from self._fields_of_the_other()

    def _fields_of_the_other(self) -> Iterator[Problem]:
        """Yield what belongs to trades beside stakes, or to stakes beside a notional."""
        trades = (
            "price", "sides", "symbols", "symbol_groups", "excluded_deal_reasons",
            "minimum_holding_seconds",
        )  # fmt: skip
        stakes = ("products", "excluded_products")
        names = trades if self.of == "stakes" else stakes
        for name in names:
            if getattr(self, name):
                yield Problem((name,), f"`{name}` says nothing about the {self.of}", "remove it")
        foreign = OF_TRADES if self.of == "stakes" else {"product"}
        for index, row in enumerate(self.rate or ()):
            for name in foreign & set(row.names()):
                yield Problem(
                    ("rate", index, name),
                    f"{self.of} have no {name.replace('_', ' ')}",
                    "use another dimension, or the default",
                )

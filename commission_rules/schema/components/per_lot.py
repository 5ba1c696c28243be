"""`per_lot`: an amount per closed round-turn lot (COMMISSIONS, "Trades" and "Levels")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from commission_rules.schema.component import Component, Problem
from commission_rules.schema.parts.numbers import Count
from commission_rules.schema.parts.rate_table import LotTable, ModifierRow, RateRow


class PerLot(Component):
    """rate x lots x modifier; the chain above earns by `levels`.

    `account_types` lists which accounts earn: `live` is every account that is not a demo,
    `demo` every demo account, any other word the account type of the feed.
    """

    family: ClassVar[Literal["event"]] = "event"
    rate_unit: ClassVar[Literal["per_lot"]] = "per_lot"
    dimensions: ClassVar[frozenset[str]] = frozenset(
        {"country", "country_group", "campaign", "account_type", "symbol", "symbol_group"}
    )
    tables: ClassVar[frozenset[str]] = frozenset({"rate_per_lot", "lot_modifiers"})

    type: Literal["per_lot"]
    rate_per_lot: LotTable | None = None
    lot_modifiers: tuple[ModifierRow, ...] = ()
    account_types: tuple[str, ...] = Field(default=("live",), min_length=1)
    symbols: tuple[str, ...] = ()
    symbol_groups: tuple[str, ...] = ()
    excluded_deal_reasons: tuple[str, ...] = ()
    minimum_holding_seconds: Count = 0

    def columns(self) -> dict[str, Any]:
        return {"minimum_holding_seconds": self.minimum_holding_seconds}

    def rate_rows(self) -> Sequence[RateRow]:
        return self.rate_per_lot or ()

    def rate_field(self) -> str:
        return "rate_per_lot"

    def modifier_rows(self) -> Sequence[ModifierRow]:
        return self.lot_modifiers

    def filter_rows(self) -> Iterator[tuple[str, str]]:
        if self.account_types != ("live",):
            yield from (("account_type", value) for value in self.account_types)
        yield from (("symbol", value) for value in self.symbols)
        yield from (("symbol_group", value) for value in self.symbol_groups)
        yield from (("excluded_deal_reason", value) for value in self.excluded_deal_reasons)

    def has_amounts(self) -> bool:
        return True

    def problems(self) -> Iterator[Problem]:
        if not self.is_priced_by_level and self.rate_per_lot is None:
            yield Problem((), "a per_lot has `rate_per_lot`", "write it")

"""`per_lot`: an amount per closed round-turn lot (COMMISSIONS, "Trades" and "Levels")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from commission_rules.schema.component import Problem
from commission_rules.schema.components.trade import TradeComponent
from commission_rules.schema.parts.rate_table import LotTable, ModifierRow, RateRow
from commission_rules.schema.parts.tiers import LotEventTiers, Step, tier_columns


class PerLot(TradeComponent):
    """rate x lots x modifier; the chain above earns by `levels`."""

    rate_unit: ClassVar[Literal["per_lot"]] = "per_lot"
    tables: ClassVar[frozenset[str]] = frozenset({"rate_per_lot", "lot_modifiers"})

    type: Literal["per_lot"]
    rate_per_lot: LotTable | None = None
    tiers: LotEventTiers | None = None
    lot_modifiers: tuple[ModifierRow, ...] = ()

    def columns(self) -> dict[str, Any]:
        return {**super().columns(), **tier_columns(self.tiers, "quantity")}

    def rate_rows(self) -> Sequence[RateRow]:
        return self.rate_per_lot or ()

    def rate_field(self) -> str:
        return "rate_per_lot"

    def step_rows(self) -> Sequence[Step]:
        return self.tiers.steps if self.tiers else ()

    def modifier_rows(self) -> Sequence[ModifierRow]:
        return self.lot_modifiers

    def has_amounts(self) -> bool:
        return True

    def problems(self) -> Iterator[Problem]:
        yield from self.one_price("rate_per_lot")

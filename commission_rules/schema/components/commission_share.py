"""`commission_share`: a share of the commission that the client paid (COMMISSIONS)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Literal

from commission_rules.schema.component import Problem
from commission_rules.schema.components.trade import TradeComponent
from commission_rules.schema.parts.rate_table import RateRow, ShareTable, numbers_of
from commission_rules.schema.parts.tiers import EventTiers, Step, tier_columns


class CommissionShare(TradeComponent):
    """share x commission that the client paid on the trade."""

    rate_unit: ClassVar[Literal["share"]] = "share"
    tables: ClassVar[frozenset[str]] = frozenset({"share"})

    type: Literal["commission_share"]
    share: ShareTable | None = None
    tiers: EventTiers | None = None

    def columns(self) -> dict[str, Any]:
        return {**super().columns(), **tier_columns(self.tiers, "amount")}

    def rate_rows(self) -> Sequence[RateRow]:
        return self.share or ()

    def step_rows(self) -> Sequence[Step]:
        return self.tiers.steps if self.tiers else ()

    def has_amounts(self) -> bool:
        return self.tiers is not None and self.tiers.asks_money()

    def largest_share(self) -> tuple[str, Decimal] | None:
        shares = [*numbers_of(self.share), *(step.rate for step in self.step_rows())]
        return "commission paid", max(shares, default=Decimal(0))

    def problems(self) -> Iterator[Problem]:
        yield from self.one_price("share")

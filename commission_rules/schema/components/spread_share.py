"""`spread_share`: a share of what the spread of a trade brings (COMMISSIONS, "Components")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Literal

from commission_rules.schema.component import Problem
from commission_rules.schema.components.trade import TradeComponent
from commission_rules.schema.parts.numbers import Amount
from commission_rules.schema.parts.rate_table import (
    MarkUpRow,
    MarkUpTable,
    RateRow,
    ShareTable,
    numbers_of,
)
from commission_rules.schema.parts.tiers import EventTiers, Step, tier_columns


class SpreadShare(TradeComponent):
    """share x spread revenue of the trade; or x points (the trade's own, or the plan's mark-up),
    capped first, x tick x contract size x lots."""

    rate_unit: ClassVar[Literal["share"]] = "share"
    tables: ClassVar[frozenset[str]] = frozenset({"share", "mark_up"})

    type: Literal["spread_share"]
    of: Literal["revenue", "points", "mark_up"]
    mark_up: MarkUpTable = ()
    cap_points: Amount | None = None
    share: ShareTable | None = None
    tiers: EventTiers | None = None

    def columns(self) -> dict[str, Any]:
        return {
            **super().columns(),
            "base_kind": self.of,
            "cap_points": self.cap_points,
            **tier_columns(self.tiers, "amount"),
        }

    def rate_rows(self) -> Sequence[RateRow]:
        return self.share or ()

    def step_rows(self) -> Sequence[Step]:
        return self.tiers.steps if self.tiers else ()

    def modifier_rows(self) -> Sequence[MarkUpRow]:
        return self.mark_up

    def modifier_field(self) -> str:
        return "mark_up"

    def has_amounts(self) -> bool:
        return self.tiers is not None and self.tiers.asks_money()

    def largest_share(self) -> tuple[str, Decimal] | None:
        shares = [*numbers_of(self.share), *(step.rate for step in self.step_rows())]
        return "spread", max(shares, default=Decimal(0))

    def problems(self) -> Iterator[Problem]:
        yield from self.one_price("share")
        if (self.of == "mark_up") != bool(self.mark_up):
            yield Problem(
                ("mark_up",) if self.mark_up else ("of",),
                "`mark_up` and of: mark_up belong together",
                'write of: mark_up with mark_up: "12", or neither',
            )
        if self.cap_points is not None and self.of == "revenue":
            yield Problem(
                ("cap_points",), "revenue has no points to cap", "remove it, or write of: points"
            )

"""`bonus`: the amount of the highest step reached, never the sum (COMMISSIONS, "Components")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from commission_rules.schema.component import Component
from commission_rules.schema.parts.period import Gate, gate_columns
from commission_rules.schema.parts.tiers import AmountTiers, Step, tier_columns


class Bonus(Component):
    """Steps on a metric of the period or of a look-back; without a step, nothing."""

    family: ClassVar[Literal["period"]] = "period"
    rate_unit: ClassVar[Literal["amount"]] = "amount"

    type: Literal["bonus"]
    tiers: AmountTiers
    gate: Gate | None = None

    def columns(self) -> dict[str, Any]:
        return {**tier_columns(self.tiers), **gate_columns(self.gate)}

    def step_rows(self) -> Sequence[Step]:
        return self.tiers.steps

    def has_amounts(self) -> bool:
        return True

"""`flat_fee`: an amount for each period, by its active days (COMMISSIONS, "Components")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from commission_rules.schema.component import Component
from commission_rules.schema.parts.numbers import Amount
from commission_rules.schema.parts.period import Gate, gate_columns
from commission_rules.schema.parts.rate_table import AmountRow, RateRow


class FlatFee(Component):
    """amount x active days / days of the period; first and last day count."""

    family: ClassVar[Literal["period"]] = "period"
    rate_unit: ClassVar[Literal["amount"]] = "amount"

    type: Literal["flat_fee"]
    amount: Amount
    gate: Gate | None = None

    def columns(self) -> dict[str, Any]:
        return gate_columns(self.gate)

    def rate_rows(self) -> Sequence[RateRow]:
        return (AmountRow(value=self.amount),)

    def rate_field(self) -> str:
        return "amount"

    def has_amounts(self) -> bool:
        return True

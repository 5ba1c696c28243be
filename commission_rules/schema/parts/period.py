"""Parts of a period component: deductions, carryover, fence, gate, recoup."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.metrics import MetricMinimum
from commission_rules.schema.parts.numbers import Amount, Count, Share

DEDUCTION = r"^(bonus_cost|jackpot_contribution|chargebacks|adjustments|fees\.[a-z][a-z0-9_]*)$"


class Deduction(Closed):
    """One deduction: an amount in the feed, or a share of a quantity (COMMISSIONS, "Net gaming
    revenue")."""

    code: str = Field(pattern=DEDUCTION)
    share: Share | None = None
    of: Literal["gross", "stakes", "deposits", "withdrawals", "remaining"] | None = None

    @model_validator(mode="after")
    def _share_with_its_base(self) -> Deduction:
        if (self.share is None) != (self.of is None):
            raise ValueError(
                "a deduction by percentage has `share` and `of` – write both, or neither "
                "for the amount in the feed"
            )
        return self


class Carryover(Closed):
    """What happens to a negative period. All three words are always written (COMMISSIONS,
    "Carryover")."""

    policy: Literal["none", "full"]
    level: Literal["base", "commission"]
    scope: Literal["deal", "brand", "product", "client", "record"]
    cap: Amount | None = None
    expires_after: Count | None = None


class Fence(Closed):
    """High-roller fence: a client at or below `-threshold` is set apart (COMMISSIONS,
    "Carryover"). With `product`, only that product's bases are looked at."""

    threshold: Amount
    product: str | None = None


class Gate(MetricMinimum):
    """Below the minimum a positive amount is earned but locked (COMMISSIONS, "Gates and caps")."""


def gate_columns(gate: Gate | None) -> dict[str, Any]:
    """Return the columns of `terms.deal_components` that a gate fills."""
    if gate is None:
        return {}
    return {
        "gate_metric": gate.metric,
        "gate_minimum": gate.at_least,
        **{f"gate_{name}": value for name, value in gate.look_back_columns().items()},
    }


class Recoup(Closed):
    """Makes a CPA an advance on this share (COMMISSIONS, "Hybrid")."""

    from_: str = Field(alias="from")
    per: Literal["deal", "client"] = "deal"

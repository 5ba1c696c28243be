"""Tiers: steps that start `from` a value (included) or `above` it (excluded)."""

from __future__ import annotations

from decimal import Decimal
from typing import Generic, Literal, TypeVar

from pydantic import Field, model_validator

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.numbers import Amount, Share

CountMetric = Literal[
    "registrations", "first_deposits", "qualified_clients", "active_clients", "sales"
]
MoneyMetric = Literal["deposits", "net_revenue", "net_sales", "turnover"]
MONEY_METRICS = frozenset(
    {"base", "event", "deposits", "net_revenue", "net_sales", "turnover", "net_deposits", "wagered",
     "first_deposit", "total_deposits", "commission_paid", "amount_due"}
)  # fmt: skip


class Step(Closed):
    """One step; its number stands in the subclass under the key of its unit."""

    from_: Amount | None = Field(default=None, alias="from")
    above: Amount | None = None

    @model_validator(mode="after")
    def _one_start(self) -> Step:
        if (self.from_ is None) == (self.above is None):
            raise ValueError("a step starts `from` a value or `above` it – write one of the two")
        return self

    @property
    def starts_at(self) -> Decimal:
        return self.from_ if self.from_ is not None else self.above or Decimal(0)

    @property
    def is_inclusive(self) -> bool:
        return self.from_ is not None

    @property
    def rate(self) -> Decimal:
        raise NotImplementedError


class ShareStep(Step):
    """A step that pays a share of the base."""

    share: Share

    @property
    def rate(self) -> Decimal:
        return self.share


class AmountStep(Step):
    """A step that pays an amount."""

    amount: Amount

    @property
    def rate(self) -> Decimal:
        return self.amount


StepOf = TypeVar("StepOf", bound=Step)


class Steps(Closed, Generic[StepOf]):
    """Steps in rising order."""

    steps: tuple[StepOf, ...] = Field(min_length=1)


class PeriodTiers(Steps[ShareStep]):
    """Tiers of a period component (COMMISSIONS, "Tiers")."""

    kind: Literal["slab", "marginal"]
    metric: Literal["base"] | CountMetric | MoneyMetric
    on: Literal["period_base", "after_carryover"] = "after_carryover"


class EventTiers(Steps[ShareStep]):
    """Tiers that find the step for each event from its own amount; `marginal` slices it."""

    kind: Literal["slab", "marginal"]
    metric: Literal["event"]


class CountingTiers(Steps[AmountStep]):
    """Counting tiers of a CPA (COMMISSIONS, "CPA").

    `retroactive: true` re-prices all of the period, `false` prices each by its own position.
    """

    metric: CountMetric | MoneyMetric
    retroactive: bool

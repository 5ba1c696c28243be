"""Tiers: steps that start `from` a value (included) or `above` it (excluded)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar

from pydantic import Field, model_validator

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.metrics import MetricOf, PeriodMetric
from commission_rules.schema.parts.numbers import Amount, Rate, Share

EventField = Literal[
    "amount", "quantity", "lots", "contract_size", "open_price", "close_price",
    "commission_amount", "spread_revenue_amount", "spread_points", "profit_amount", "swap_amount",
    "stakes", "payouts", "voids", "bonus_cost", "net_revenue",
]  # fmt: skip


class StepCondition(MetricOf):
    """Another metric that a step asks for: `at_least` a value, or `above` it."""

    metric: Literal["base", PeriodMetric]
    at_least: Amount | None = None
    above: Amount | None = None

    @model_validator(mode="after")
    def _one_minimum(self) -> StepCondition:
        if (self.at_least is None) == (self.above is None):
            raise ValueError("a condition is `at_least` a value or `above` it – write one of them")
        return self

    @property
    def minimum(self) -> Decimal:
        return self.at_least if self.at_least is not None else self.above or Decimal(0)

    @property
    def is_inclusive(self) -> bool:
        return self.at_least is not None


class Step(Closed):
    """One step; its number stands in the subclass under the key of its unit."""

    from_: Amount | None = Field(default=None, alias="from")
    above: Amount | None = None
    conditions: tuple[StepCondition, ...] = ()

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


class LotStep(Step):
    """A step that pays an amount per lot."""

    rate_per_lot: Rate

    @property
    def rate(self) -> Decimal:
        return self.rate_per_lot


class RateStep(Step):
    """A step that pays a rate per unit that the component names."""

    rate_: Rate = Field(alias="rate")

    @property
    def rate(self) -> Decimal:
        return self.rate_


StepOf = TypeVar("StepOf", bound=Step)


class Steps(MetricOf, Generic[StepOf]):
    """Steps in rising order."""

    steps: tuple[StepOf, ...] = Field(min_length=1)

    def asks_money(self) -> bool:
        """Tell whether a step or one of its conditions names an amount of money."""
        starts = self.is_money and any(step.starts_at > 0 for step in self.steps)
        return starts or any(
            condition.is_money and condition.minimum > 0
            for step in self.steps
            for condition in step.conditions
        )


class PeriodTiers(Steps[ShareStep]):
    """Tiers of a period component (COMMISSIONS, "Tiers")."""

    kind: Literal["slab", "marginal"]
    metric: Literal["base", PeriodMetric]
    on: Literal["period_base", "after_carryover"] = "after_carryover"

    @model_validator(mode="after")
    def _fits_a_base(self) -> PeriodTiers:
        is_base = self.metric == "base" and self.look_back is None
        if self.kind == "marginal" and not is_base:
            raise ValueError(
                "marginal steps cut the base itself – write metric: base without look_back, or "
                "kind: slab"
            )
        for step in self.steps:
            on_base = [c for c in step.conditions if c.metric == "base" and not c.look_back]
            if len(on_base) > (0 if is_base else 1):
                raise ValueError("the base is asked for twice – keep one of the two")
        return self


class Ratio(Closed):
    """One field of the event divided by another; 0 where the second is 0."""

    of: EventField
    to: EventField


class EventTiersOf(Steps[StepOf], Generic[StepOf]):
    """Tiers of an event component: `event` finds the step for each event from its own amount,
    quantity or ratio; any other metric is that of the period, or of a look-back."""

    kind: Literal["slab", "marginal"]
    metric: Literal["event", PeriodMetric]
    of: Literal["amount", "quantity"] | Ratio | None = None

    @model_validator(mode="after")
    def _fits_an_event(self) -> EventTiersOf[StepOf]:
        if self.of is not None and self.metric != "event":
            raise ValueError("`of` says what of the event is looked at – write metric: event")
        if self.kind == "marginal" and isinstance(self.of, Ratio):
            raise ValueError("a ratio cannot be cut into slices – write kind: slab")
        for step in self.steps:
            if any(condition.metric == "base" for condition in step.conditions):
                raise ValueError("an event has no base of a period – name another metric")
        return self


class EventTiers(EventTiersOf[ShareStep]):
    """Tiers whose steps pay a share of each event."""


class AmountEventTiers(EventTiersOf[AmountStep]):
    """Tiers whose steps pay an amount for each unit of an event."""


class LotEventTiers(EventTiersOf[LotStep]):
    """Tiers whose steps pay an amount per lot."""


class RateEventTiers(EventTiersOf[RateStep]):
    """Tiers whose steps pay a rate per unit."""


class AmountTiers(Steps[AmountStep]):
    """Steps of a bonus: the highest step reached is paid, never the sum."""

    metric: PeriodMetric


class CountingTiers(Steps[AmountStep]):
    """Counting tiers of a CPA (COMMISSIONS, "CPA").

    `retroactive: true` re-prices all of the period, `false` prices each by its own position.
    """

    metric: PeriodMetric
    retroactive: bool


def tier_columns(tiers: Steps[Any] | None, default_of: str = "amount") -> dict[str, Any]:
    """Return the columns of `terms.deal_components` that tiers fill, for every type.

    `default_of` is what of the event `metric: event` looks at when `of` is not written.
    """
    if tiers is None:
        return {"tier_kind": "single"}
    found: dict[str, Any] = {
        "tier_kind": getattr(tiers, "kind", "slab"),
        "tier_metric": tiers.metric,
        "tier_on": getattr(tiers, "on", None),
        **{f"tier_{name}": value for name, value in tiers.look_back_columns().items()},
    }
    if isinstance(tiers, CountingTiers):
        found["tier_kind"] = "slab" if tiers.retroactive else "marginal"
    of = getattr(tiers, "of", None)
    if isinstance(of, Ratio):
        found |= {"tier_event_of": "ratio", "tier_ratio_of": of.of, "tier_ratio_to": of.to}
    elif tiers.metric == "event":
        found["tier_event_of"] = of or default_of
    return found


def condition_rows_of(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Return the rows of `terms.deal_step_conditions`."""
    return [
        {
            "step_no": number,
            "position": position,
            "metric": condition.metric,
            "minimum": condition.minimum,
            "is_inclusive": condition.is_inclusive,
            **condition.look_back_columns(),
        }
        for number, step in enumerate(steps, start=1)
        for position, condition in enumerate(step.conditions, start=1)
    ]

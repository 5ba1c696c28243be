"""Metrics of a period: what they count, over which days, and for whom (COMMISSIONS, "Tiers")."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import field_validator, model_validator

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.parts.numbers import Amount, Count

CountMetric = Literal[
    "registrations", "first_deposits", "qualified_clients", "active_clients", "sales", "lots"
]
MoneyMetric = Literal["deposits", "net_revenue", "net_sales", "turnover", "commission"]
PeriodMetric = Literal[CountMetric, MoneyMetric]
MONEY_METRICS = frozenset(
    {"base", "event", "deposits", "net_revenue", "net_sales", "turnover", "commission",
     "net_deposits", "wagered", "first_deposit", "total_deposits", "commission_paid",
     "amount_due"}
)  # fmt: skip


ONE_OF_THREE = (
    'a look-back is one of three – write look_back: previous, {average: "3"} or '
    '{rolling_days: "30"}'
)


class LookBack(Closed):
    """The average of the periods before, or the days that end before the event or on the
    period's last day. The third form is the word `previous`."""

    average: Count | None = None
    rolling_days: Count | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> LookBack:
        if (self.average is None) == (self.rolling_days is None) or 0 in (
            self.average,
            self.rolling_days,
        ):
            raise ValueError(ONE_OF_THREE)
        return self


class MetricOf(Closed):
    """A metric of a period; the subclass says which ones."""

    metric: str
    look_back: Literal["previous"] | LookBack | None = None
    network: bool = False

    @field_validator("look_back", mode="before")
    @classmethod
    def _is_a_look_back(cls, value: Any) -> Any:
        if isinstance(value, str) and value != "previous":
            raise ValueError(ONE_OF_THREE)
        return value

    @model_validator(mode="after")
    def _metric_can_be_read(self) -> MetricOf:
        if self.metric == "commission" and self.look_back != "previous":
            raise ValueError(
                "a number may not price itself – commission is read of the previous period only: "
                "write look_back: previous"
            )
        if self.metric == "commission" and self.network:
            raise ValueError(
                "commission is that of the deal, whose partner earns on those below by overrides "
                "and levels – remove network"
            )
        if self.metric in ("base", "event") and self.network:
            raise ValueError(
                f"the {self.metric} is the partner's own – remove network, or take another metric"
            )
        if self.metric == "event" and self.look_back:
            raise ValueError("an event is looked at alone – remove look_back")
        days = self.look_back.rolling_days if isinstance(self.look_back, LookBack) else None
        if self.metric == "base" and days:
            raise ValueError(
                "the base is that of a whole period – write another metric, or previous or average"
            )
        return self

    @property
    def reads_periods(self) -> bool:
        """Tell whether more than the event itself is read."""
        return self.metric != "event"

    @property
    def is_money(self) -> bool:
        return self.metric in MONEY_METRICS

    def look_back_columns(self) -> dict[str, Any]:
        """Return `look_back` (previous, average, rolling_days), `look_back_n` and `network`."""
        back = self.look_back
        if isinstance(back, LookBack):
            kind = "average" if back.average else "rolling_days"
            number = back.average or back.rolling_days
            return {"look_back": kind, "look_back_n": number, "network": self.network}
        return {"look_back": back, "look_back_n": None, "network": self.network}


class ActiveWhen(Closed):
    """What makes a client active in a period, in place of one stake above 0, one closed trade
    or one sale (COMMISSIONS, "Words"); exactly the minimum is enough."""

    metric: Literal["deposits", "net_revenue", "net_sales", "turnover", "sales", "lots", "trades"]
    at_least: Amount


class MetricMinimum(MetricOf):
    """A metric reaches a minimum; exactly the minimum is enough. For gates and
    `qualifies_when`, which look at the period alone."""

    metric: PeriodMetric
    at_least: Amount

    @model_validator(mode="after")
    def _period_alone(self) -> MetricMinimum:
        if self.look_back and self.metric != "commission":
            raise ValueError(
                "the period is looked at alone – remove look_back (COMMISSIONS, Gates and caps)"
            )
        return self

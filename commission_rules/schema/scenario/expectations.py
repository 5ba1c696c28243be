"""What must come out: selectors say where to look, values what must be found there."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from commission_rules.schema.parts.closed import Closed
from commission_rules.schema.scenario.reasons import Reason
from commission_rules.schema.scenario.values import Count, Currency, Day, Id, Moment, Number, Period

ByName = dict[str, Number]

SELECTORS = (
    "partner", "deal", "component", "level", "client", "event", "kind", "of_step", "below", "on",
    "currency",
)  # fmt: skip
NOT_VALUES = frozenset((*SELECTORS, "period", "at", "origin", "because"))


class Expectation(Closed):
    """Selectors that are left out select everything."""

    # where to look
    at: Moment | None = Field(default=None, description="as known then; default: at the end")
    period: Period | None = None
    origin: Period | None = Field(default=None, description="entries of this earlier period only")
    partner: Id | None = Field(default=None, description='"clients": what client rebates paid')
    deal: Id | None = None
    component: Id | None = None
    level: Count | None = None
    client: Id | None = None
    event: Id | None = None
    kind: Literal["earned", "released", "override", "rebate"] | None = None
    of_step: Count | None = Field(default=None, description="a stepped CPA's line of that step")
    below: Id | None = Field(default=None, description="the lower partner of the line")
    on: Day | None = Field(default=None, description="day of the line; of an attribution")
    currency: Currency | None = None
    because: str | None = Field(default=None, description="the sentence that it stands on")

    # lines
    amount: Number | None = Field(default=None, description="rounded; locked lines are left out")
    amounts: ByName | None = Field(default=None, description="the amount of each partner")
    exact: Number | None = Field(default=None, description="before rounding, locked left out")
    locked: Number | None = None
    released: Number | None = None
    held: Number | None = Field(default=None, description="lines under review")
    lines: Count | None = Field(default=None, description="how many lines are not 0")
    state: Literal["pending", "approved", "locked", "held", "reversed"] | None = None
    reason: Reason | None = Field(
        default=None, description="of the line, event, entry or difference"
    )
    payable_from: Day | None = None
    formula: str | None = None

    # the explanation of one line
    rate: Number | None = None
    lower_rate: Number | None = None
    step: Count | None = None
    step_value: Number | None = Field(default=None, description="the metric's value")
    quantity: Number | None = None
    modifier: Number | None = None
    effective_quantity: Number | None = Field(default=None, description="what the rate multiplies")
    base: Number | None = None
    source_amount: Number | None = None
    fx_rate: Number | None = None
    fx_on: Day | None = None
    deductions: ByName | None = None
    deduction_bases: ByName | None = Field(default=None, description="what a percentage is of")
    gross: Number | None = None
    client_bases: ByName | None = None
    accounts: ByName | None = Field(default=None, description="amount of each account")
    slices: tuple[Number, ...] | None = Field(default=None, description="amount of each slice")
    opening: Number | None = None
    closing: Number | None = None
    written_off: Number | None = None
    openings: ByName | None = Field(default=None, description="by account")
    closings: ByName | None = Field(default=None, description="by account")
    fenced: ByName | None = Field(default=None, description="what is fenced now, by client")
    fence_used: ByName | None = Field(default=None, description="used up, by client")
    fence_open: ByName | None = Field(default=None, description="still fenced after, by client")
    advance: Number | None = None
    recouped: Number | None = None
    advance_open: Number | None = None
    advances_open: ByName | None = Field(default=None, description="by client")
    conditions: ByName | None = Field(default=None, description="observed value, by metric")
    thresholds: ByName | None = Field(default=None, description="threshold, by metric")
    capped: Number | None = Field(default=None, description="what caps took off")
    facts: ByName | None = Field(
        default=None, description="any other number: `section.code` or `section.code.subject`"
    )

    # statements, differences, balances
    statement: Number | None = Field(default=None, description="total of the closed period")
    booked: Number | None = Field(default=None, description="entries booked in the period")
    waived: Number | None = Field(default=None, description="differences that the operator bears")
    pending: Number | None = Field(default=None, description="differences not booked yet")
    balance: Number | None = None
    available: Number | None = None
    on_hold: Number | None = None
    under_review: Number | None = None

    # attribution
    attributed_to: str | None = Field(default=None, description='partner of `client`, or "none"')

    @model_validator(mode="after")
    def _says_something(self) -> Expectation:
        if not self.values():
            raise ValueError("nothing is expected here – write `amount` or another value")
        if self.attributed_to is not None and (self.client is None or self.on is None):
            raise ValueError("`attributed_to` is of a client on a day – write `client` and `on`")
        return self

    def values(self) -> dict[str, Any]:
        """What is expected, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set - NOT_VALUES}

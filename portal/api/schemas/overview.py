"""A period's figures, events that earned nothing, what typed facts would give."""

from __future__ import annotations

from datetime import date

from ninja import Schema
from pydantic import Field

from portal.api.schemas.common import Amount, Strict
from portal.api.schemas.earnings import Rule


class OverviewDay(Schema):
    on: date
    clicks: int
    registrations: int
    first_deposits: int
    sales: int
    commission: Amount


class Overview(Schema):
    """One period in one currency."""

    calendar_id: str
    period_id: str
    starts_on: date
    ends_on: date
    is_open: bool
    clicks: int
    registrations: int
    first_deposits: int
    active_clients: int
    sales: int
    lots: str
    net_revenue: Amount
    commission: Amount
    locked: Amount
    held: Amount
    carried: Amount
    days: list[OverviewDay]


class UnpaidEvent(Schema):
    """An event that earned nothing: what was asked of it, and what was found."""

    event_id: str
    period_id: str
    component_id: str | None
    deal_id: str | None
    client_ref: str | None
    event_on: date
    event_kind: str
    symbol: str | None
    currency_code: str | None
    quantity: str | None
    amount: str | None
    reason_code: str
    asked: str | None
    found: str | None
    file_name: str | None
    file_row: int | None


class UnpaidEvents(Schema):
    items: list[UnpaidEvent]


class WhyNot(Schema):
    event: UnpaidEvent
    rule: Rule


class OpenTerm(Schema):
    """A number of a deal in force that may be agreed otherwise: what holds now, and its range."""

    deal_id: str
    path: str
    component_id: str
    now: str
    lowest: str
    highest: str


class OpenTerms(Schema):
    items: list[OpenTerm]


class WhatIfIn(Strict):
    """Facts of one month, as text by name, or `own_facts`: those of the last closed periods.
    `terms`: other numbers, as text by path (`GET /terms/open`)."""

    facts: dict[str, str] = Field(default_factory=dict)
    deal_id: str = ""
    terms: dict[str, str] = Field(default_factory=dict)
    own_facts: bool = False


class WhatIfPeriod(Schema):
    """What a closed period gave, and would have given on the terms that were tried."""

    period_id: str
    before: Amount
    after: Amount
    difference: Amount


class WhatIfComponent(Schema):
    component_id: str
    amount: str


class WhatIf(Schema):
    """A question to the engine. Answered: of typed facts `total` and components in the currency, of
    one's own facts `periods`, or in `not_tried` why the engine could not run them."""

    calculation_id: str
    state: str
    failure: str
    deal_id: str
    facts: dict[str, str]
    currency: str
    total: str | None
    components: list[WhatIfComponent]
    terms: dict[str, str]
    own_facts: bool
    periods: list[WhatIfPeriod]
    not_tried: str

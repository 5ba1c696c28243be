"""A period's figures, events that earned nothing, what typed facts would give."""

from __future__ import annotations

from datetime import date

from ninja import Schema

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


class WhatIfIn(Strict):
    """Facts of one month, as text by name."""

    facts: dict[str, str]
    deal_id: str = ""


class WhatIfComponent(Schema):
    component_id: str
    amount: str


class WhatIf(Schema):
    """A question to the engine; `total` and components once it is answered, in the currency."""

    calculation_id: str
    state: str
    failure: str
    deal_id: str
    facts: dict[str, str]
    currency: str
    total: str | None
    components: list[WhatIfComponent]

"""What the API says. Every field is declared in portal/policy/api_fields.py; amounts are text."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from portal.releases.money import Money


class Strict(Schema):
    """A body in which an unknown field is an error: nothing is assigned by the way."""

    model_config = ConfigDict(extra="forbid")


class Amount(Schema):
    """Money: `amount` with exactly the currency's digits, as text."""

    amount: str
    currency: str

    @classmethod
    def of(cls, money: Money) -> Amount:
        return cls(amount=f"{money.amount:f}", currency=money.currency_code)


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


class Me(Schema):
    """Whom the token speaks for, and how fresh the figures are."""

    partner_id: str
    partner_name: str
    program_id: str
    program_name: str
    scopes: list[str]
    expires_at: datetime
    as_of: datetime | None


class Balance(Schema):
    """One balance; every amount earned is in exactly one state."""

    currency: str
    pending: Amount
    locked: Amount
    held: Amount
    on_hold: Amount
    cleared: Amount


class Balances(Schema):
    items: list[Balance]


class ReportRow(Schema):
    """One group; `then` is null on a first-level row."""

    by: str | None
    then: str | None
    lines: int
    clients: int
    lots: str
    commission: Amount
    locked: Amount


class Report(Schema):
    """A report; `is_cut` when only the largest groups are shown."""

    from_day: date
    to_day: date
    by: str
    then: str | None
    rows: list[ReportRow]
    total: ReportRow | None
    is_cut: bool


class Line(Schema):
    """One commission line."""

    line_id: str
    calendar_id: str
    period_id: str
    event_on: date
    component_id: str
    component_type: str
    level: int
    state: str
    reason_code: str | None
    client_ref: str | None
    symbol: str | None
    product: str | None
    brand: str | None
    country: str | None
    link_code: str | None
    sub1: str | None
    quantity: str
    quantity_unit: str | None
    rate: str
    rate_unit: str | None
    exact_amount: str
    commission: Amount
    payable_from: date


class Lines(Schema):
    items: list[Line]
    next_cursor: str | None


class Fact(Schema):
    """One intermediate number or condition."""

    section: str
    code: str
    subject: str | None
    asked: str | None
    found: str | None
    verdict: str | None
    amount: str | None
    quantity: str | None
    rate: str | None
    unit: str | None
    on_date: date | None


class Booking(Schema):
    """What was booked of the line, or will be at the next close."""

    kind: str
    period_id: str
    reason_code: str | None
    amount: Amount
    is_pending: bool


class Rule(Schema):
    """The dated rule and its text."""

    plan_id: str
    version_no: int
    valid_from: date | None
    sentences: list[str]
    source_text: str


class Why(Schema):
    """A line, the facts and the rule behind it, and what was booked of it."""

    line: Line
    formula_code: str
    base_amount: str | None
    source_amount: str | None
    source_currency: str | None
    fx_rate: str | None
    fx_on: date | None
    facts: list[Fact]
    bookings: list[Booking]
    rule: Rule


class Statement(Schema):
    """A closed period."""

    statement_id: str
    calendar_id: str
    period_id: str
    starts_on: date
    ends_on: date
    closed_at: datetime
    lines: Amount
    differences: Amount
    adjustments: Amount
    total: Amount
    entry_count: int
    digest: str
    previous_digest: str | None


class Statements(Schema):
    items: list[Statement]


class ComponentSum(Schema):
    component_id: str
    component_type: str
    level: int
    amount: Amount
    entry_count: int


class Correction(Schema):
    """A difference or adjustment of the statement."""

    entry_no: int
    entry_kind: str
    origin_period_id: str
    line_id: str | None
    reason_code: str | None
    amount: Amount


class StatementDetail(Schema):
    statement: Statement
    components: list[ComponentSum]
    corrections: list[Correction]


class Payment(Schema):
    """One payment: what left the balance and what was sent."""

    payment_id: str
    state: str
    state_on: date | None
    paid_on: date
    amount: Amount
    sent: Amount
    fx_rate: str
    reason_code: str
    method: str


class Payments(Schema):
    items: list[Payment]
    next_cursor: str | None


class Link(Schema):
    """A tracking link."""

    link_code: str
    url: str
    destination: str
    campaign: str
    sub1: str
    sub2: str
    sub3: str
    sub4: str
    sub5: str
    with_partner_code: bool
    created_at: datetime
    is_archived: bool


class Links(Schema):
    items: list[Link]
    next_cursor: str | None


class LinkIn(Strict):
    """A link to make: `destination` is an address on an allowed host."""

    destination: str
    campaign: str = ""
    sub1: str = ""
    sub2: str = ""
    sub3: str = ""
    sub4: str = ""
    sub5: str = ""
    short_name: str = ""
    with_partner_code: bool = False


class Client(Schema):
    """An own client by pseudonym."""

    client_ref: str
    state: str
    registered_on: date | None
    verified_on: date | None
    deposited_on: date | None
    last_active_on: date | None
    active_days: int
    qualified_on: date | None
    account_tail: str
    link_code: str
    country: str
    subs: list[str]


class Clients(Schema):
    items: list[Client]
    counts: dict[str, int]
    next_cursor: str | None


class TermPart(Schema):
    component_id: str
    sentences: list[str]


class TermVersion(Schema):
    valid_from: date
    valid_to: date
    plan_id: str
    plan_version_no: int
    parts: list[TermPart]


class Deal(Schema):
    """A deal in plain sentences, dated."""

    deal_id: str
    versions: list[TermVersion]


class Terms(Schema):
    items: list[Deal]


class Conversion(Schema):
    """A conversion that was reported for a click of one of the partner's links."""

    event_id: str
    conversion_type: str
    state: str
    reason: str
    link_code: str
    received_at: datetime


class Conversions(Schema):
    items: list[Conversion]
    next_cursor: str | None


class Endpoint(Schema):
    """Where webhooks or postbacks are sent."""

    endpoint_id: int
    kind: str
    url: str
    events: list[str]
    is_active: bool
    created_at: datetime


class Endpoints(Schema):
    items: list[Endpoint]


class EndpointIn(Strict):
    """`kind` webhook (signed JSON) or postback (a GET with macros)."""

    kind: str = "webhook"
    url: str
    events: list[str]


class EndpointMade(Endpoint):
    """The secret is shown this once."""

    secret: str


class Delivery(Schema):
    """One message and how it went."""

    delivery_id: int
    event_type: str
    state: str
    attempts: int
    last_status: int | None
    last_error: str
    created_at: datetime
    delivered_at: datetime | None


class Deliveries(Schema):
    items: list[Delivery]
    next_cursor: str | None


def text(value: Any) -> str | None:
    """A number as text, never as a float; None stays."""
    return None if value is None else f"{value:f}"

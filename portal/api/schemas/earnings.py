"""Reports, lines, why."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from portal.api.schemas.common import Amount, Strict


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


class KeptReport(Schema):
    """A question with a name. `days` when it is opened: present, before or fixed."""

    report_no: int
    name: str
    query: str
    days: str
    author: str
    saved_at: datetime


class KeptReports(Schema):
    items: list[KeptReport]


class KeptReportIn(Strict):
    name: str
    query: str
    days: str = "present"


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

"""Balances, statements, payments; whom the token speaks for."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema

from portal.api.schemas.common import Amount, Strict


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
    """One balance. `cleared` is booked and past its hold: in payment, paid, or available."""

    currency: str
    pending: Amount
    locked: Amount
    held: Amount
    on_hold: Amount
    cleared: Amount
    in_payment: Amount
    paid: Amount
    available: Amount


class Balances(Schema):
    items: list[Balance]


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
    """`opening`: left of earlier statements at the close before; `closing`: after this one, less
    what was frozen for payment in between. Payments as they stand now."""

    statement: Statement
    opening: Amount
    closing: Amount
    components: list[ComponentSum]
    corrections: list[Correction]
    accepted_at: datetime | None
    open_case_id: str | None


class AcceptanceIn(Strict):
    """`digest` of the statement that was read."""

    digest: str


class Acceptance(Schema):
    """The partner said that the statement is right."""

    statement_id: str
    digest: str
    total: Amount
    at: datetime


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


class NextPayment(Schema):
    """What is paid next from one balance, and what keeps it back (empty: nothing)."""

    amount: Amount
    freezes_on: date
    payment_id: str | None
    blocker_code: str
    threshold: Amount


class NextPayments(Schema):
    items: list[NextPayment]


class Payments(Schema):
    items: list[Payment]
    next_cursor: str | None


class PaymentRequest(Schema):
    """A wish to be paid; from the freeze on its status is that of its payment."""

    request_id: str
    status: str
    reason_code: str
    amount: Amount
    requested_at: datetime
    payment_id: str | None


class PaymentRequests(Schema):
    items: list[PaymentRequest]
    next_cursor: str | None


class PayoutMethod(Schema):
    """Where the money goes: `kind` is sepa, wire, wise, paypal or crypto; `masked` shows the last
    characters. Used from `usable_from` on; until then a change can be taken back."""

    kind: str
    masked: str
    changed_at: datetime
    usable_from: datetime
    is_cooling_off: bool


class PayoutMethodNow(Schema):
    """Null while none is set."""

    method: PayoutMethod | None


class PaymentSchedule(Strict):
    """When the partner is paid: `automatic`, whatever is available, or `on_request` alone."""

    pays: str


class PaymentRequestIn(Strict):
    """`amount` in units of the currency, as text; `code` of the authenticator, now."""

    currency: str
    amount: str
    code: str


class Invoice(Schema):
    """An invoice that was sent for a closed statement."""

    invoice_no: int
    number: str
    issued_on: date
    calendar_id: str
    period_id: str
    amount: Amount
    statement: Amount
    state: str
    reason: str
    sent_at: datetime


class InvoiceIn(Strict):
    """For which statement, and what the invoice says: `amount` before tax, as text."""

    calendar_id: str
    period_id: str
    currency: str
    number: str
    issued_on: date
    amount: str


class Invoices(Schema):
    items: list[Invoice]

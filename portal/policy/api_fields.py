"""Every field of the API, by schema, and why the bearer may see it.

own: the partner's own figures and settings. pseudonym: a client under a name made for this partner
alone. program: what every partner of the program may know. message: about the request itself.
once: a secret, in the answer that makes it and never again.
"""

from __future__ import annotations

KINDS = ("own", "pseudonym", "program", "message", "once")


def _fields(**kinds: str) -> dict[str, str]:
    """{field: kind} from names by kind."""
    return {name: kind for kind, names in kinds.items() for name in names.split()}


FIELDS: dict[str, dict[str, str]] = {
    "Acceptance": _fields(
        own="statement_id digest total at",
    ),
    "AcceptanceIn": _fields(
        own="digest",
    ),
    "Amount": _fields(
        own="amount currency",
    ),
    "Balance": _fields(
        own="currency pending locked held on_hold cleared in_payment paid available",
    ),
    "Balances": _fields(
        own="items",
    ),
    "Booking": _fields(
        own="kind period_id reason_code amount is_pending",
    ),
    "Case": _fields(
        own="case_id kind state outcome opened_at due_on closed_at",
    ),
    "CaseTextIn": _fields(
        own="text",
    ),
    "Cases": _fields(
        own="items",
        message="next_cursor",
    ),
    "ClaimIn": _fields(
        own="on click_id sub_id account_tail text",
    ),
    "Client": _fields(
        own="state registered_on verified_on deposited_on last_active_on active_days "
        "qualified_on link_code country subs",
        pseudonym="client_ref account_tail",
    ),
    "Clients": _fields(
        own="items counts",
        message="next_cursor",
    ),
    "ComponentSum": _fields(
        own="component_id component_type level amount entry_count",
    ),
    "Conversion": _fields(
        own="event_id conversion_type state reason link_code received_at",
    ),
    "Conversions": _fields(
        own="items",
        message="next_cursor",
    ),
    "Correction": _fields(
        own="entry_no entry_kind origin_period_id line_id reason_code amount",
    ),
    "Deal": _fields(
        own="deal_id versions",
    ),
    "Deliveries": _fields(
        own="items",
        message="next_cursor",
    ),
    "Delivery": _fields(
        own="delivery_id event_type state attempts last_status last_error created_at delivered_at",
    ),
    "DisputeIn": _fields(
        own="line_id text",
    ),
    "Endpoint": _fields(
        own="endpoint_id kind url events is_active created_at",
    ),
    "EndpointIn": _fields(
        own="kind url events",
    ),
    "EndpointMade": _fields(
        own="endpoint_id kind url events is_active created_at",
        once="secret",
    ),
    "Endpoints": _fields(
        own="items",
    ),
    "Fact": _fields(
        own="section code asked found verdict amount quantity rate unit on_date",
        pseudonym="subject",
    ),
    "Invoice": _fields(
        own="number issued_on calendar_id period_id amount statement state reason sent_at",
    ),
    "Invoices": _fields(
        own="items",
    ),
    "Line": _fields(
        own="line_id calendar_id period_id event_on component_id component_type level state "
        "reason_code symbol product brand country link_code sub1 quantity quantity_unit "
        "rate rate_unit exact_amount commission payable_from",
        pseudonym="client_ref",
    ),
    "Lines": _fields(
        own="items",
        message="next_cursor",
    ),
    "Link": _fields(
        own="link_code url destination campaign sub1 sub2 sub3 sub4 sub5 with_partner_code "
        "created_at is_archived",
    ),
    "LinkIn": _fields(
        own="destination campaign sub1 sub2 sub3 sub4 sub5 short_name with_partner_code",
    ),
    "Links": _fields(
        own="items",
        message="next_cursor",
    ),
    "Me": _fields(
        own="partner_id partner_name scopes expires_at as_of",
        program="program_id program_name",
    ),
    "Payment": _fields(
        own="payment_id state state_on paid_on amount sent fx_rate reason_code method",
    ),
    "PaymentRequest": _fields(
        own="request_id status reason_code amount requested_at payment_id",
    ),
    "PaymentRequestIn": _fields(
        own="currency amount",
        once="code",
    ),
    "PaymentRequests": _fields(
        own="items",
        message="next_cursor",
    ),
    "Payments": _fields(
        own="items",
        message="next_cursor",
    ),
    "Report": _fields(
        own="from_day to_day by then rows total",
        message="is_cut",
    ),
    "ReportRow": _fields(
        own="by then lines clients lots commission locked",
    ),
    "Rule": _fields(
        own="valid_from sentences",
        program="plan_id version_no source_text",
    ),
    "Statement": _fields(
        own="statement_id calendar_id period_id starts_on ends_on closed_at lines "
        "differences adjustments total entry_count digest previous_digest",
    ),
    "StatementDetail": _fields(
        own="statement components corrections accepted_at open_case_id",
    ),
    "Statements": _fields(
        own="items",
    ),
    "TermPart": _fields(
        own="component_id sentences",
    ),
    "TermVersion": _fields(
        own="valid_from valid_to parts",
        program="plan_id plan_version_no",
    ),
    "Terms": _fields(
        own="items",
    ),
    "Why": _fields(
        own="line formula_code base_amount source_amount source_currency fx_rate fx_on "
        "facts bookings rule",
    ),
}

# Names that no field may have, in any schema: people, accounts, addresses, secrets.
NEVER = (
    "client_id", "email", "iban", "account", "account_id", "holder_name", "ip", "ip_hash",
    "password", "token", "token_hash", "secret_sealed", "event_record_key", "manager",
)  # fmt: skip

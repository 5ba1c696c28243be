"""Every field of the API, by schema, and why the bearer may see it.

own: the partner's own figures and settings. pseudonym: a client under a name made for this partner
alone. team: a person of the partner's own team. program: what every partner of the program may
know. message: about the request itself. once: a secret, in the answer that makes it, never again.
"""

from __future__ import annotations

from portal.policy.conduct_fields import CONDUCT, fields_by_kind
from portal.policy.team_fields import TEAM

KINDS = ("own", "pseudonym", "team", "program", "message", "once")

FIELDS: dict[str, dict[str, str]] = {
    **CONDUCT,
    **TEAM,
    "Acceptance": fields_by_kind(
        own="statement_id digest total at",
    ),
    "AcceptanceIn": fields_by_kind(
        own="digest",
    ),
    "Amount": fields_by_kind(
        own="amount currency",
    ),
    "Archived": fields_by_kind(
        own="link_code is_archived",
    ),
    "Balance": fields_by_kind(
        own="currency pending locked held on_hold cleared in_payment paid available",
    ),
    "Balances": fields_by_kind(
        own="items",
    ),
    "Booking": fields_by_kind(
        own="kind period_id reason_code amount is_pending",
    ),
    "Case": fields_by_kind(
        own="case_id kind state outcome opened_at due_on closed_at",
    ),
    "CaseDetail": fields_by_kind(
        own="case outcome_text messages files",
    ),
    "CaseTextIn": fields_by_kind(
        own="text",
    ),
    "Cases": fields_by_kind(
        own="items",
        message="next_cursor",
    ),
    "ClaimIn": fields_by_kind(
        own="on click_id sub_id account_tail text",
    ),
    "Client": fields_by_kind(
        own="state registered_on verified_on deposited_on last_active_on active_days "
        "qualified_on link_code country subs lacks",
        pseudonym="client_ref account_tail",
    ),
    "Clients": fields_by_kind(
        own="items counts",
        message="next_cursor",
    ),
    "ComponentSum": fields_by_kind(
        own="component_id component_type level amount entry_count",
    ),
    "Conversion": fields_by_kind(
        own="event_id conversion_type state reason link_code received_at",
    ),
    "Conversions": fields_by_kind(
        own="items",
        message="next_cursor",
    ),
    "Correction": fields_by_kind(
        own="entry_no entry_kind origin_period_id line_id reason_code amount",
    ),
    "Creative": fields_by_kind(
        own="code",
        program="creative_id title kind language version_no width height text expires_on is_usable "
        "image_url",
    ),
    "Creatives": fields_by_kind(
        own="items",
    ),
    "Deal": fields_by_kind(
        own="deal_id versions",
    ),
    "Deliveries": fields_by_kind(
        own="items",
        message="next_cursor",
    ),
    "Delivery": fields_by_kind(
        own="delivery_id event_type state attempts last_status last_error created_at delivered_at",
    ),
    "DisputeIn": fields_by_kind(
        own="line_id text",
    ),
    "Endpoint": fields_by_kind(
        own="endpoint_id kind url events is_active created_at",
    ),
    "EndpointIn": fields_by_kind(
        own="kind url events",
    ),
    "EndpointMade": fields_by_kind(
        own="endpoint_id kind url events is_active created_at",
        once="secret",
    ),
    "Endpoints": fields_by_kind(
        own="items",
    ),
    "Fact": fields_by_kind(
        own="section code asked found verdict amount quantity rate unit on_date",
        pseudonym="subject",
    ),
    "Host": fields_by_kind(
        program="host with_subdomains",
    ),
    "Invoice": fields_by_kind(
        own="invoice_no number issued_on calendar_id period_id amount statement state reason "
        "sent_at",
    ),
    "InvoiceIn": fields_by_kind(
        own="calendar_id period_id currency number issued_on amount",
    ),
    "Invoices": fields_by_kind(
        own="items",
    ),
    "KeptReport": fields_by_kind(
        own="report_no name query days author saved_at",
    ),
    "KeptReportIn": fields_by_kind(
        own="name query days",
    ),
    "KeptReports": fields_by_kind(
        own="items",
    ),
    "Lack": fields_by_kind(
        own="component_id metric asked found currency until_on",
    ),
    "LandingPage": fields_by_kind(
        program="title url language",
    ),
    "LandingPages": fields_by_kind(
        program="items hosts",
    ),
    "Line": fields_by_kind(
        own="line_id calendar_id period_id event_on component_id component_type level state "
        "reason_code symbol product brand country link_code sub1 quantity quantity_unit "
        "rate rate_unit exact_amount commission payable_from",
        pseudonym="client_ref",
    ),
    "Lines": fields_by_kind(
        own="items",
        message="next_cursor",
    ),
    "Link": fields_by_kind(
        own="link_code url destination campaign sub1 sub2 sub3 sub4 sub5 with_partner_code "
        "created_at is_archived",
    ),
    "LinkIn": fields_by_kind(
        own="destination campaign sub1 sub2 sub3 sub4 sub5 short_name with_partner_code",
    ),
    "Links": fields_by_kind(
        own="items",
        message="next_cursor",
    ),
    "Me": fields_by_kind(
        own="partner_id partner_name scopes expires_at as_of",
        program="program_id program_name",
    ),
    "NextPayment": fields_by_kind(
        own="amount freezes_on payment_id blocker_code threshold",
    ),
    "NextPayments": fields_by_kind(
        own="items",
    ),
    "Overview": fields_by_kind(
        own="calendar_id period_id starts_on ends_on is_open clicks registrations "
        "first_deposits active_clients sales lots net_revenue commission locked held "
        "carried days",
    ),
    "OverviewDay": fields_by_kind(
        own="on clicks registrations first_deposits sales commission",
    ),
    "Payment": fields_by_kind(
        own="payment_id state state_on paid_on amount sent fx_rate reason_code method",
    ),
    "PaymentRequest": fields_by_kind(
        own="request_id status reason_code amount requested_at payment_id",
    ),
    "PaymentRequestIn": fields_by_kind(
        own="currency amount",
        once="code",
    ),
    "PaymentRequests": fields_by_kind(
        own="items",
        message="next_cursor",
    ),
    "PayoutMethod": fields_by_kind(
        own="kind masked changed_at usable_from is_cooling_off",
    ),
    "PayoutMethodNow": fields_by_kind(
        own="method",
    ),
    "PaymentSchedule": fields_by_kind(
        own="pays",
    ),
    "Payments": fields_by_kind(
        own="items",
        message="next_cursor",
    ),
    "Report": fields_by_kind(
        own="from_day to_day by then rows total",
        message="is_cut",
    ),
    "ReportRow": fields_by_kind(
        own="by then lines clients lots commission locked",
    ),
    "Rule": fields_by_kind(
        own="valid_from sentences",
        program="plan_id version_no source_text",
    ),
    "Statement": fields_by_kind(
        own="statement_id calendar_id period_id starts_on ends_on closed_at lines differences "
        "adjustments total entry_count digest previous_digest",
    ),
    "StatementDetail": fields_by_kind(
        own="statement opening closing components corrections accepted_at open_case_id",
    ),
    "Statements": fields_by_kind(
        own="items",
    ),
    "TermPart": fields_by_kind(
        own="component_id sentences",
    ),
    "TestClick": fields_by_kind(
        own="url",
    ),
    "TermVersion": fields_by_kind(
        own="valid_from valid_to parts",
        program="plan_id plan_version_no",
    ),
    "Terms": fields_by_kind(
        own="items",
    ),
    "UnpaidEvent": fields_by_kind(
        own="event_id period_id component_id deal_id event_on event_kind symbol currency_code "
        "quantity amount reason_code asked found file_name file_row",
        pseudonym="client_ref",
    ),
    "UnpaidEvents": fields_by_kind(
        own="items",
    ),
    "Why": fields_by_kind(
        own="line formula_code base_amount source_amount source_currency fx_rate fx_on facts "
        "bookings rule",
    ),
    "WhyNot": fields_by_kind(
        own="event rule",
    ),
}

# Names that no field may have: people, accounts, addresses, secrets. Of the team's kind alone there
# is the address of a colleague.
NEVER = (
    "client_id", "email", "iban", "account", "account_id", "holder_name", "ip", "ip_hash",
    "password", "token", "token_hash", "secret_sealed", "event_record_key", "manager",
)  # fmt: skip

"""Column names and codes as people read them."""

from __future__ import annotations

TITLES = {
    "component_id": "Component",
    "component_type": "Kind",
    "currency_code": "Currency",
    "line_count": "Lines",
    "line_id": "Line",
    "client_ref": "Client",
    "partner_id": "Partner",
    "period_id": "Period",
    "event_on": "Day",
    "event_count": "Events",
    "client_count": "Clients",
    "record_count": "Records",
    "oldest_on": "Oldest",
    "reason_code": "Reason",
    "quantity": "Counted",
    "quantity_unit": "Unit",
    "base_amount": "Base",
    "exact_amount": "Exact",
    "lower_rate": "Rate below",
    "file_name": "File",
    "file_row": "Row",
    "column_name": "Column",
    "row_count": "Rows",
    "new_count": "New",
    "amended_count": "Amended",
    "repeated_count": "Repeated",
    "removed_count": "Removed",
    "quarantined_count": "Set apart",
    "quarantined_at": "Since, UTC",
    "arrived_at": "Arrived, UTC",
    "last_event_at": "Last event, UTC",
    "last_file_at": "Last file, UTC",
    "promised_within_hours": "Promised within, h",
    "late_by_hours": "Late by, h",
    "is_late": "State",
    "failed_rows": "Rows that fail",
    "passed": "Answer",
    "first_deposits": "First deposits",
    "active_clients": "Active clients",
}
YES_NO = {"is_late": ("late", "on time"), "passed": ("passed", "failed")}
# Columns of codes: their values are made readable, unlike ids and file names.
CODES = frozenset(
    (
        *("component_id", "component_type", "quantity_unit", "reason_code"),
        *("feed", "state", "status", "kind", "gate", "check"),
    )
)
FEEDS = {
    "conversions": "Registrations and deposits",
    "activity": "Game activity",
    "fx_rates": "Exchange rates",
}
CODE_WORDS = {
    "revshare": "Revenue share",
    "sale_share": "Share of sales",
    "per_lot": "Rebate per lot",
    "approved": "Hold over",
    "held": "In review",
}
_UPPER = frozenset(["cpa", "fx", "ngr", "ib", "cpl", "ftd"])


def title(column: str) -> str:
    """A column's title: `active_clients` is "Active clients"."""
    return TITLES.get(column) or plain(column.removesuffix("_minor"))


def plain(code: str) -> str:
    """A code made readable: `late_event` is "Late event"."""
    if code in CODE_WORDS:
        return CODE_WORDS[code]
    words = " ".join(w.upper() if w in _UPPER else w for w in code.replace("_", " ").split())
    return words[:1].upper() + words[1:]


def feed(code: str) -> str:
    """A feed's name in words."""
    return FEEDS.get(code, plain(code))

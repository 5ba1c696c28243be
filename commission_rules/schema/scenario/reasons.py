"""The reason codes that an expectation may name (docs/reference/scenarios.md, Reasons)."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

OF_LINES = (
    "capped", "gate_not_met", "no_difference", "not_qualified", "guard", "below_first_step",
    "no_rate", "refunded", "rejected",
)  # fmt: skip
OF_EVENTS = (
    "no_deal", "no_rate", "unattributed", "unmatched_account", "own_account", "demo_account",
    "account_type_excluded", "symbol_excluded", "deal_reason_excluded", "holding_time",
    "product_excluded", "first_sale_only", "first_sales_only", "after_months",
    "condition_not_met", "already_paid", "rejected", "amount_unknown", "outside_periods",
    "below_first_step", "capped", "fx_missing",
)  # fmt: skip
# In this order several causes between two closes are applied (RULINGS, Money and booking)
OF_DIFFERENCES = (
    "late_event", "event_amended", "event_removed", "chargeback", "refund", "rule_corrected",
    "attribution_changed", "rate_late", "review_rejected",
)  # fmt: skip
OF_ENTRIES = (*OF_DIFFERENCES, "manual", "paid_by_platform", "forfeited")
REASONS = tuple(sorted({*OF_LINES, *OF_EVENTS, *OF_ENTRIES}))


def reason_of(value: Any) -> str:
    """A reason code of the lists above. Raises ValueError for any other, naming near ones."""
    code = str(value)
    if code in REASONS:
        return code
    near = get_close_matches(code.lower().replace(" ", "_"), REASONS, n=3)
    todo = f"perhaps {', '.join(near)}" if near else f"write one of {', '.join(REASONS)}"
    raise ValueError(f"there is no reason `{code}` – {todo}")


Reason = Annotated[
    str, BeforeValidator(reason_of), WithJsonSchema({"type": "string", "enum": list(REASONS)})
]

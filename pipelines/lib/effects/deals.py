"""The deals of a tree with proposed terms in them. Pure; no database."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

FOREVER = date(9999, 12, 31)
NEW = "proposed"

Row = dict[str, Any]


def with_proposal(deals: Sequence[Row], question: Mapping[str, Any], start: date) -> list[Row]:
    """`deals` (rows of portal_deals) as they would be if the proposal counted from `start` on.

    `question`: program_id, partner_id, deal_id ('' for a new deal), plan_id, overrides, brand,
    currency_code, calendar_id, is_end. A deal that has a last day keeps it.
    """
    deal_id = question["deal_id"] or NEW
    own = [row for row in deals if row["deal_id"] == deal_id]
    kept = [row for row in deals if row["deal_id"] != deal_id]
    last = max((row["valid_to"] for row in own), default=FOREVER)
    for row in own:
        if row["valid_from"] < start:
            kept.append({**row, "valid_to": min(row["valid_to"], start - timedelta(days=1))})
    if question["is_end"] or last < start:
        return kept
    number = max((int(row["deal_version_no"]) for row in own), default=0) + 1
    kept.append({
        "program_id": question["program_id"], "deal_id": deal_id, "deal_version_no": number,
        "partner_id": question["partner_id"], "brand": question["brand"] or None,
        "plan_id": question["plan_id"], "currency_code": question["currency_code"],
        "calendar_id": question["calendar_id"], "valid_from": start, "valid_to": last,
        "overrides": json.dumps(question["overrides"], sort_keys=True),
        "recorded_at": max((row["recorded_at"] for row in deals), default=None)
        or question["asked_at"],
        "author": "proposal", "reason": "proposal",
    })  # fmt: skip
    return kept

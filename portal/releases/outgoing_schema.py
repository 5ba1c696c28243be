"""Columns and types of the tables of docs/reference/tables.md, section 3."""

from __future__ import annotations

import pyarrow as pa

_TEXT, _DAY, _WHOLE = pa.string(), pa.date32(), pa.int64()
_MOMENT = pa.timestamp("us")
_SHARE, _RATE = pa.decimal128(9, 6), pa.decimal128(28, 12)


def _table(text: str, **others: pa.DataType) -> pa.Schema:
    """A schema whose columns are text unless `others` says what they are; order as written."""
    return pa.schema([(name, others.get(name, _TEXT)) for name in text.split()])


SCHEMAS: dict[str, pa.Schema] = {
    "portal_programs": _table(
        "program_id name vertical time_zone calendar_ids currency_code rate_set window_days "
        "reattribute_after_inactive_days first_period_id",
        window_days=pa.int32(),
        reattribute_after_inactive_days=pa.int32(),
    ),
    "portal_periods": _table(
        "program_id calendar_id period_id starts_on ends_on period_no is_open closed_at",
        starts_on=_DAY,
        ends_on=_DAY,
        period_no=pa.int32(),
        is_open=pa.bool_(),
        closed_at=_MOMENT,
    ),
    "portal_partners": _table(
        "program_id partner_id partner_code name kind status country payout_currency_code "
        "threshold_minor joined_on manager own_client_ids",
        threshold_minor=_WHOLE,
        joined_on=_DAY,
    ),
    "portal_relations": _table(
        "program_id partner_id parent_partner_id valid_from valid_to share recorded_at author "
        "reason",
        valid_from=_DAY,
        valid_to=_DAY,
        share=_SHARE,
        recorded_at=_MOMENT,
    ),
    "portal_deals": _table(
        "program_id deal_id deal_version_no partner_id brand plan_id currency_code calendar_id "
        "valid_from valid_to overrides recorded_at author reason",
        deal_version_no=pa.int32(),
        valid_from=_DAY,
        valid_to=_DAY,
        recorded_at=_MOMENT,
    ),
    "portal_links": _table("program_id link_code partner_id campaign destination"),
    "portal_reviews": _table(
        "program_id review_id target_kind target_id state effective_on decide_by signal_code "
        "reason recorded_at",
        effective_on=_DAY,
        decide_by=_DAY,
        recorded_at=_MOMENT,
    ),
    "portal_adjustments": _table(
        "program_id adjustment_id partner_id deal_id currency_code amount_minor origin_period_id "
        "reason author approved_by approved_at booked_period_id",
        amount_minor=_WHOLE,
        approved_at=_MOMENT,
    ),
    "portal_payout_accounts": _table(
        "program_id partner_id account_hash since",
        since=_MOMENT,
    ),
    "portal_member_addresses": _table(
        "program_id partner_id ip_hash first_seen_on last_seen_on",
        first_seen_on=_DAY,
        last_seen_on=_DAY,
    ),
    "portal_payments": _table(
        "program_id payment_id batch_id partner_id currency_code amount_minor "
        "payout_currency_code payout_minor fx_rate fx_on state state_on reason_code",
        amount_minor=_WHOLE,
        payout_minor=_WHOLE,
        fx_rate=_RATE,
        fx_on=_DAY,
        state_on=_DAY,
    ),
    "portal_ledger_heads": _table(
        "program_id calendar_id period_id segment_sha256 previous_sha256 row_count booked_at "
        "booked_by",
        row_count=_WHOLE,
        booked_at=_MOMENT,
    ),
}

"""The entries that a close books: lines, differences to closed periods, manual adjustments.

Plain SQL over the statements layer into one temporary table; its order is total, so the same
facts give the same bytes. Memo rows (`locked`, `waived`) book nothing: their amount stands in
`memo_minor`, so that a sum of `amount_minor` is always the money.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from pipelines.defs.ledger.columns import COLUMNS, references_sql, row_hash_sql
from pipelines.lib.warehouse import minor_unit

TABLE = "closing_entries"
KINDS = ("line", "difference", "adjustment", "forfeited", "waived", "locked")

LINES = """
    select
        lines.program_id, lines.calendar_id, lines.period_id as origin_period_id,
        lines.partner_id, lines.deal_id, lines.line_id, null as adjustment_id,
        lines.component_id, lines.component_type, lines.level,
        'line' as entry_kind, null as reason_code, lines.currency_code,
        lines.exact_amount, lines.amount_minor, 0 as memo_minor,
        lines.payable_from, lines.event_on, lines.client_id, lines.event_record_key,
        lines.plan_id, lines.plan_version_no, lines.line_digest, 1 as part_no,
    from statements.sta_open_lines as lines
    where lines.program_id = $program and lines.calendar_id = $calendar
        and lines.period_id = $period and lines.amount_minor <> 0
"""
LOCKED = """
    select
        lines.program_id, lines.calendar_id, lines.period_id,
        lines.partner_id, lines.deal_id, lines.line_id, null,
        lines.component_id, lines.component_type, lines.level,
        'locked', lines.reason_code, lines.currency_code,
        0, 0, lines.locked_minor,
        lines.payable_from, lines.event_on, lines.client_id, lines.event_record_key,
        lines.plan_id, lines.plan_version_no, lines.line_digest, 1,
    from statements.sta_open_lines as lines
    where lines.program_id = $program and lines.calendar_id = $calendar
        and lines.period_id = $period and lines.locked_minor <> 0
"""
DIFFERENCES = """
    select
        diff.program_id, diff.calendar_id, diff.origin_period_id,
        diff.partner_id, diff.deal_id, diff.line_id, null,
        diff.component_id, diff.component_type, diff.level,
        case when diff.is_waived then 'waived' else 'difference' end,
        diff.reason_code, diff.currency_code,
        case when diff.is_waived then 0 else diff.exact_amount end,
        case when diff.is_waived then 0 else diff.amount_minor end,
        case when diff.is_waived then diff.amount_minor else 0 end,
        diff.payable_from, diff.event_on, diff.client_id, diff.event_record_key,
        diff.plan_id, diff.plan_version_no, diff.line_digest, diff.part_no,
    from statements.sta_differences as diff
    where diff.program_id = $program and diff.calendar_id = $calendar
        and diff.amount_minor <> 0
"""
# What the trading platform paid already for a trade whose lines are booked, or by this close.
PLATFORM = """
    select
        paid.program_id, paid.calendar_id, paid.origin_period_id,
        paid.partner_id, paid.deal_id, paid.line_id, null,
        null, 'adjustment', 0,
        'adjustment', 'paid_by_platform', paid.currency_code,
        paid.exact_amount, paid.amount_minor, 0,
        paid.payable_from, paid.event_on, paid.client_id, paid.event_record_key,
        null, null, null, 1,
    from statements.sta_platform_payments as paid
    where paid.program_id = $program and paid.calendar_id = $calendar
"""
# Balances that stayed below the threshold too long: by the close of the first calendar.
FORFEITED = """
    select
        gone.program_id, gone.calendar_id, $period,
        gone.partner_id, null, md5(concat_ws('|', 'forfeited', gone.program_id,
            gone.partner_id, gone.currency_code, $period)), null,
        null, 'adjustment', 0,
        'forfeited', 'forfeited', gone.currency_code,
        gone.exact_amount, gone.amount_minor, 0,
        gone.forfeited_on, gone.forfeited_on, null, null,
        null, null, null, 1,
    from statements.sta_forfeitures as gone
    where gone.program_id = $program and gone.calendar_id = $calendar
"""
# An adjustment is booked once it is approved by another person than its author, by the close of
# its deal's calendar; without a deal, of the program's first calendar.
ADJUSTMENTS = f"""
    select
        adjustments.program_id, $calendar, coalesce(adjustments.origin_period_id, $period),
        adjustments.partner_id, adjustments.deal_id, null, adjustments.adjustment_id,
        null, 'adjustment', 0,
        'adjustment', 'manual', adjustments.currency_code,
        cast(adjustments.amount_minor as decimal(38, 12)) * {minor_unit("currencies.digits")},
        adjustments.amount_minor, 0,
        periods.ends_on + 1, periods.ends_on, null, null,
        null, null, null, 1,
    from raw.portal_adjustments as adjustments
    join statements.sta_periods as periods
        on adjustments.program_id = periods.program_id
        and periods.calendar_id = $calendar and periods.period_id = $period
    left join staging.currencies as currencies
        on adjustments.currency_code = currencies.currency_code
    where adjustments.program_id = $program
        and adjustments.approved_by is not null
        and adjustments.approved_by <> adjustments.author
        and adjustments.approved_at <= $now
        and adjustments.amount_minor <> 0
        and not list_contains($booked, adjustments.adjustment_id)
        and not exists (
            select 1 from raw.ledger_entries as entries
            where entries.program_id = adjustments.program_id
                and entries.adjustment_id = adjustments.adjustment_id
        )
        and $calendar = coalesce(
            (
                select min(deals.calendar_id) from raw.portal_deals as deals
                where deals.program_id = adjustments.program_id
                    and deals.deal_id = adjustments.deal_id
            ),
            (
                select split_part(programs.calendar_ids, ',', 1)
                from raw.portal_programs as programs
                where programs.program_id = adjustments.program_id
            )
        )
"""  # noqa: S608 - our own SQL


def collect(
    con: Any,
    *,
    program_id: str,
    calendar_id: str,
    period_id: str,
    now: datetime,
    booked_adjustments: Collection[str] = (),
) -> str:
    """Fill the temporary table of the entries to book, hashed and numbered; its name.

    `now` is UTC without a zone. Amounts are in the deal's currency, minor units.
    """
    ranks = " ".join(f"when '{kind}' then {rank}" for rank, kind in enumerate(KINDS))
    client_ref, event_ref = references_sql()
    columns = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in COLUMNS.items())
    con.execute(f"drop table if exists {TABLE}")
    con.execute(
        f"""
        create temp table {TABLE} as
        with
        booked as (
            {LINES} union all {DIFFERENCES} union all {PLATFORM} union all {ADJUSTMENTS}
            union all {FORFEITED} union all {LOCKED}
        ),
        named as (
            select
                *,
                $period as period_id,
                cast($now as timestamp) as booked_at,
                concat_ws('|', program_id, calendar_id, $period, entry_kind,
                    origin_period_id, coalesce(line_id, adjustment_id),
                    case when part_no > 1 then part_no end) as entry_key,
                concat_ws('/', program_id, partner_id, calendar_id, $period, currency_code)
                    as statement_id,
                case entry_kind {ranks} end as kind_rank,
                {client_ref} as client_ref,
                {event_ref} as event_ref,
            from booked
        ),
        numbered as (
            select
                *,
                md5(entry_key) as entry_id,
                row_number() over (
                    order by partner_id, currency_code, kind_rank, origin_period_id,
                        event_on nulls first, component_id nulls first, level, entry_key
                ) as entry_no,
            from named
        ),
        final as (
            select {columns}
            from numbered
        )
        select *, {row_hash_sql()} as row_hash from final order by entry_no
        """,  # noqa: S608
        {
            "program": program_id,
            "calendar": calendar_id,
            "period": period_id,
            "now": now,
            "booked": list(booked_adjustments),
        },
    )
    return TABLE

{#- Over 120 lines: each side of a difference is a step. -#}
with
lines as (
    select * from {{ ref('sta_bookable_lines') }}
),

entries as (
    select * from {{ ref('sta_entries') }}
),

periods as (
    select * from {{ ref('sta_periods') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

-- What each cause moved, worked out for the close that is about to book it
parts as (
    select
        parts.program_id,
        parts.calendar_id,
        parts.origin_period_id,
        parts.line_id,
        parts.amount_minor,
    from {{ source('raw', 'difference_parts') }} as parts
    inner join periods
        on
            parts.program_id = periods.program_id
            and parts.calendar_id = periods.calendar_id
            and parts.origin_period_id = periods.period_id
            and parts.seen_at = periods.last_closed_at
),

closed_lines as (
    select
        lines.program_id,
        lines.calendar_id,
        lines.period_id,
        lines.line_id,
        lines.exact_amount,
        lines.amount_minor,
    from lines
    inner join periods
        on
            lines.program_id = periods.program_id
            and lines.calendar_id = periods.calendar_id
            and lines.period_id = periods.period_id
    where periods.is_closed
),

-- What is booked of a line in the period it belongs to; a waived amount counts as booked. It is a
-- memo, which has no exact amount of its own.
sides as (
    select
        program_id,
        calendar_id,
        period_id as origin_period_id,
        line_id,
        exact_amount,
        amount_minor,
        0 as booked_minor,
        1 as line_count,
        0 as entry_count,
        0 as part_minor,
        0 as part_count,
    from closed_lines
    union all
    select
        entries.program_id,
        entries.calendar_id,
        entries.origin_period_id,
        entries.line_id,
        -(
            entries.exact_amount
            + {{ of_minor('entries.memo_minor', 'coalesce(currencies.digits, 2)') }}
        ) as exact_amount,
        -(entries.amount_minor + entries.memo_minor) as amount_minor,
        entries.amount_minor + entries.memo_minor as booked_minor,
        0 as line_count,
        1 as entry_count,
        0 as part_minor,
        0 as part_count,
    from entries
    left join currencies on entries.currency_code = currencies.currency_code
    where entries.entry_kind in ('line', 'difference', 'waived')
    union all
    select
        program_id,
        calendar_id,
        origin_period_id,
        line_id,
        0 as exact_amount,
        0 as amount_minor,
        0 as booked_minor,
        0 as line_count,
        0 as entry_count,
        amount_minor as part_minor,
        1 as part_count,
    from parts
),

differing as (
    select
        program_id,
        calendar_id,
        origin_period_id,
        line_id,
        sum(exact_amount) as exact_amount,
        sum(amount_minor) as amount_minor,
        sum(booked_minor) as booked_minor,
        sum(line_count) as line_count,
        sum(entry_count) as entry_count,
        sum(part_count) > 0 and sum(part_minor) = sum(amount_minor) as has_parts,
    from sides
    group by program_id, calendar_id, origin_period_id, line_id
    having
        sum(amount_minor) <> 0
        -- what one cause took another one gave
        or (sum(part_count) > 0 and sum(part_minor) = 0)
)

select
    program_id,
    calendar_id,
    origin_period_id,
    line_id,
    cast(exact_amount as {{ exact_type() }}) as exact_amount,
    cast(amount_minor as bigint) as amount_minor,
    cast(booked_minor as bigint) as booked_minor,
    line_count > 0 as is_present,
    entry_count > 0 as is_booked,
    has_parts,
from differing

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

-- What is booked of a line in the period it belongs to; a waived amount counts as booked.
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
    from closed_lines
    union all
    select
        program_id,
        calendar_id,
        origin_period_id,
        line_id,
        -exact_amount as exact_amount,
        -(amount_minor + memo_minor) as amount_minor,
        amount_minor + memo_minor as booked_minor,
        0 as line_count,
        1 as entry_count,
    from entries
    where entry_kind in ('line', 'difference', 'waived')
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
    from sides
    group by program_id, calendar_id, origin_period_id, line_id
    having sum(amount_minor) <> 0
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
from differing

-- For every line of a closed period: the line now = its entries + its pending difference.
with
periods as (
    select * from {{ ref('sta_periods') }}
),

lines as (
    select
        lines.program_id,
        lines.calendar_id,
        lines.period_id as origin_period_id,
        lines.line_id,
        lines.amount_minor,
    from {{ ref('sta_bookable_lines') }} as lines
    inner join periods
        on
            lines.program_id = periods.program_id
            and lines.calendar_id = periods.calendar_id
            and lines.period_id = periods.period_id
    where periods.is_closed
),

booked as (
    select
        program_id,
        calendar_id,
        origin_period_id,
        line_id,
        amount_minor + memo_minor as amount_minor,
    from {{ ref('sta_entries') }}
    where entry_kind in ('line', 'difference', 'waived')
    union all
    select program_id, calendar_id, origin_period_id, line_id, amount_minor
    from {{ ref('sta_differences') }}
)

{{ sums_differ('lines', 'booked', ['program_id', 'calendar_id', 'origin_period_id', 'line_id']) }}

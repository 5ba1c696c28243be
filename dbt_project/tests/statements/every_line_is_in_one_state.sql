-- A line is in one known state and in exactly one period of its calendar, open or closed.
with
periods as (
    select * from {{ ref('sta_periods') }}
),

lines as (
    select * from {{ ref('com_lines') }}
),

placed as (
    select
        lines.program_id,
        lines.line_id,
        lines.state,
        count(periods.period_id) as period_count,
    from lines
    left join periods
        on
            lines.program_id = periods.program_id
            and lines.calendar_id = periods.calendar_id
            and lines.period_id = periods.period_id
            and lines.event_on between periods.starts_on and periods.ends_on
    group by lines.program_id, lines.line_id, lines.state
)

select program_id, line_id, state, period_count
from placed
where
    period_count <> 1
    or state is null
    or state not in ('pending', 'approved', 'locked', 'held', 'reversed')

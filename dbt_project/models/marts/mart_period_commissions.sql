with
lines as (
    select * from {{ ref('sta_bookable_lines') }}
),

raw_lines as (
    select * from {{ ref('com_lines') }}
),

carries as (
    select * from {{ ref('mart_period_carries') }}
),

entries as (
    select * from {{ ref('sta_entries') }}
),

differences as (
    select * from {{ ref('sta_differences') }}
),

periods as (
    select * from {{ ref('sta_periods') }}
),

-- A closed period shows what was booked in it; the open one its lines and what is pending.
amounts as (
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        amount_minor as commission_minor,
        0 as locked_minor,
        0 as held_minor,
        0 as carried_minor,
        0 as line_count,
    from entries
    where entry_kind in ('line', 'difference')
    union all
    select
        lines.program_id,
        lines.partner_id,
        lines.calendar_id,
        lines.period_id,
        lines.currency_code,
        case when periods.is_closed then 0 else lines.amount_minor end as commission_minor,
        -- what a later period released is locked no more
        lines.locked_minor - lines.released_minor,
        0,
        0,
        0,
    from lines
    inner join periods
        on
            lines.program_id = periods.program_id
            and lines.calendar_id = periods.calendar_id
            and lines.period_id = periods.period_id
    union all
    select
        differences.program_id,
        differences.partner_id,
        differences.calendar_id,
        periods.period_id,
        differences.currency_code,
        differences.amount_minor,
        0, 0, 0, 0,
    from differences
    inner join periods
        on
            differences.program_id = periods.program_id
            and differences.calendar_id = periods.calendar_id
            and periods.is_open
    where not differences.is_waived
    union all
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        0,
        0,
        case when state = 'held' then amount_minor else 0 end as held_minor,
        0,
        1 as line_count,
    from raw_lines
    union all
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        0, 0, 0,
        carried_minor,
        0,
    from carries
),

final as (
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        cast(sum(commission_minor) as bigint) as commission_minor,
        cast(sum(locked_minor) as bigint) as locked_minor,
        cast(sum(held_minor) as bigint) as held_minor,
        cast(sum(carried_minor) as bigint) as carried_minor,
        cast(sum(line_count) as bigint) as line_count,
    from amounts
    group by program_id, partner_id, calendar_id, period_id, currency_code
)

select * from final

with recursive

periods as (
    select program_id, calendar_id, period_id, period_no, starts_on, ends_on
    from {{ ref('stg_portal__periods') }}
),

days as (
    select program_id, calendar_id, period_id, period_no, starts_on, ends_on, starts_on as day
    from periods
    union all
    select
        program_id,
        calendar_id,
        period_id,
        period_no,
        starts_on,
        ends_on,
        {{ add_days('day', 1) }} as day
    from days
    where day < ends_on
),

final as (
    select program_id, calendar_id, day, period_id, period_no, starts_on, ends_on
    from days
)

select * from final

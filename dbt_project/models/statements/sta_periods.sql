with
periods as (
    select * from {{ ref('stg_portal__periods') }}
),

heads as (
    select * from {{ ref('stg_portal__ledger_heads') }}
),

-- The head decides what is closed: the portal's own flag may be a moment behind it.
joined as (
    select
        periods.program_id,
        periods.calendar_id,
        periods.period_id,
        periods.period_no,
        periods.starts_on,
        periods.ends_on,
        heads.segment_sha256 is not null as is_closed,
        heads.booked_at as closed_at,
        heads.segment_sha256,
    from periods
    left join heads
        on
            periods.program_id = heads.program_id
            and periods.calendar_id = heads.calendar_id
            and periods.period_id = heads.period_id
),

final as (
    select
        program_id,
        calendar_id,
        period_id,
        cast(period_no as integer) as period_no,
        starts_on,
        ends_on,
        is_closed,
        not is_closed
        and period_no = min(case when is_closed then null else period_no end)
            over (partition by program_id, calendar_id) as is_open,
        closed_at,
        max(closed_at) over (partition by program_id, calendar_id) as last_closed_at,
        segment_sha256,
    from joined
)

select * from final

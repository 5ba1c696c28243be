with
entries as (
    select * from {{ ref('sta_entries') }}
),

final as (
    select
        program_id,
        line_id,
        origin_period_id as period_id,
        cast(sum(amount_minor) as bigint) as booked_minor,
    from entries
    where line_id is not null
    group by program_id, line_id, origin_period_id
)

select * from final

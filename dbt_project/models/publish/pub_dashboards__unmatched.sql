with
events as (
    select * from {{ ref('com_unpaid_events') }}
),

final as (
    select
        program_id,
        case event_kind when 'trade' then 'trades' else 'conversions' end as feed,
        cast(count(distinct event_record_key) as bigint) as record_count,
        min(event_on) as oldest_on,
    from events
    where reason_code like 'unmatched%'
    group by program_id, case event_kind when 'trade' then 'trades' else 'conversions' end
)

select * from final

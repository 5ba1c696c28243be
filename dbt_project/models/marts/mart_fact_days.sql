with
clicks as (
    select * from {{ ref('stg_raw__clicks') }}
),

links as (
    select * from {{ ref('stg_portal__links') }}
),

conversions as (
    select * from {{ ref('int_conversions__attributed') }}
),

trades as (
    select * from {{ ref('int_trades__attributed') }}
),

deposits as (
    select program_id, record_key
    from conversions
    where conversion_type = 'deposit' and not is_rejected
    qualify row_number() over (
        partition by program_id, client_id order by occurred_at, record_key
    ) = 1
),

facts as (
    select
        clicks.program_id,
        links.partner_id,
        clicks.event_on as day,
        'clicks' as metric,
        cast(1 as decimal(18,4)) as quantity,
    from clicks
    left join links
        on clicks.program_id = links.program_id and clicks.link_code = links.link_code
    where coalesce(clicks.verdict, 'accepted') = 'accepted'
    union all
    select
        conversions.program_id,
        conversions.attributed_partner_id,
        conversions.event_on,
        case
            when conversions.conversion_type = 'registration' then 'registrations'
            when conversions.conversion_type = 'sale' then 'sales'
            else 'first_deposits'
        end as metric,
        cast(1 as decimal(18,4)) as quantity,
    from conversions
    left join deposits
        on
            conversions.program_id = deposits.program_id
            and conversions.record_key = deposits.record_key
    where
        not conversions.is_rejected
        and (
            conversions.conversion_type in ('registration', 'sale')
            or deposits.record_key is not null
        )
    union all
    select
        program_id,
        attributed_partner_id,
        event_on,
        'lots' as metric,
        cast(lots as decimal(18,4)) as quantity,
    from trades
    where not is_rejected and not coalesce(is_demo, false)
),

final as (
    select
        program_id,
        coalesce(partner_id, '') as partner_id,
        day,
        cast(sum(case when metric = 'clicks' then 1 else 0 end) as bigint) as clicks,
        cast(sum(case when metric = 'registrations' then 1 else 0 end) as bigint) as registrations,
        cast(sum(case when metric = 'first_deposits' then 1 else 0 end) as bigint)
            as first_deposits,
        cast(sum(case when metric = 'sales' then 1 else 0 end) as bigint) as sales,
        cast(sum(case when metric = 'lots' then quantity else 0 end) as decimal(18,4)) as lots,
    from facts
    group by program_id, coalesce(partner_id, ''), day
)

select * from final

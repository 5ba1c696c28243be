with

links as (
    select program_id, link_code, partner_id from {{ ref('stg_portal__links') }}
),

clicks as (
    select program_id, link_code, event_on
    from {{ ref('stg_raw__clicks') }}
    where coalesce(verdict, 'accepted') = 'accepted'
),

conversions as (
    select
        program_id, record_key, client_id, conversion_type, occurred_at, event_on, link_code,
        attributed_partner_id
    from {{ ref('int_conversions__attributed') }}
    where not is_rejected and conversion_type in ('registration', 'deposit', 'sale')
),

first_deposits as (
    select program_id, record_key
    from conversions
    where conversion_type = 'deposit'
    qualify row_number() over (
        partition by program_id, client_id order by occurred_at, record_key
    ) = 1
),

counted as (
    select
        clicks.program_id,
        links.partner_id,
        clicks.link_code,
        clicks.event_on as day,
        'click' as counted_as,
    from clicks
    inner join links
        on clicks.program_id = links.program_id and clicks.link_code = links.link_code
    union all
    select
        conversions.program_id,
        conversions.attributed_partner_id as partner_id,
        conversions.link_code,
        conversions.event_on as day,
        conversions.conversion_type as counted_as,
    from conversions
    left join first_deposits
        on
            conversions.program_id = first_deposits.program_id
            and conversions.record_key = first_deposits.record_key
    where
        conversions.link_code is not null
        and conversions.attributed_partner_id is not null
        and (conversions.conversion_type <> 'deposit' or first_deposits.record_key is not null)
),

final as (
    select
        program_id,
        partner_id,
        link_code,
        day,
        cast(sum(case when counted_as = 'click' then 1 else 0 end) as bigint) as clicks,
        cast(sum(case when counted_as = 'registration' then 1 else 0 end) as bigint)
            as registrations,
        cast(sum(case when counted_as = 'deposit' then 1 else 0 end) as bigint) as first_deposits,
        cast(sum(case when counted_as = 'sale' then 1 else 0 end) as bigint) as sales,
    from counted
    group by program_id, partner_id, link_code, day
)

select * from final

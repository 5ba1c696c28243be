{#- Whole at each build: a refund restates its sale on another day, so days do not stand alone. -#}
with

conversions as (
    select
        record.program_id, record.record_key, record.event_id, record.conversion_type,
        case
            when moved.counts_on is null then record.occurred_at
            else {{ local_day_start('moved.counts_on', 'programs.time_zone') }}
        end as occurred_at,
        coalesce(moved.counts_on, record.event_on) as event_on, record.client_id,
        record.amount, record.currency_code, record.quantity, record.product, record.order_id,
        record.refunds, record.brand, record.status, record.country, record.is_confirmed,
        record.file_name, record.file_row, record.recorded_at
    from {{ ref('stg_raw__conversions') }} as record
    inner join {{ ref('stg_portal__programs') }} as programs
        on record.program_id = programs.program_id
    left join {{ ref('int_late_facts__moved') }} as moved
        on record.program_id = moved.program_id
        and record.record_key = moved.record_key
    where coalesce(record.is_confirmed, true)
),

attributed as (
    select
        conversions.program_id,
        conversions.record_key,
        conversions.event_id,
        conversions.conversion_type,
        conversions.occurred_at,
        conversions.event_on,
        conversions.client_id,
        {{ attributed_to('conversions', 'partner_id') }}
            as attributed_partner_id,
        people.own_partner_id,
        conversions.amount,
        conversions.currency_code,
        coalesce(conversions.quantity, 1) as quantity,
        conversions.product,
        conversions.order_id,
        conversions.refunds,
        conversions.brand,
        case when brands.brand_key is null then '' else conversions.brand end as brand_key,
        coalesce(people.country, conversions.country) as country,
        {{ attributed_to('conversions', 'campaign') }} as campaign,
        {{ attributed_to('conversions', 'link_code') }} as link_code,
        {{ attributed_to('conversions', 'sub1') }} as sub1,
        {{ is_rejected_on_its_day('conversions') }} as is_rejected,
        conversions.file_name,
        conversions.file_row,
        conversions.recorded_at
    from conversions
    {{ joined_people('conversions') }}
    left join (
        select distinct program_id, brand_key from {{ ref('int_deals__by_brand') }}
    ) as brands
        on conversions.program_id = brands.program_id
        and conversions.brand = brands.brand_key
    {{ joined_reviews('conversions') }}
),

final as (
    select
        attributed.program_id,
        attributed.record_key,
        attributed.event_id,
        attributed.conversion_type,
        attributed.occurred_at,
        attributed.event_on,
        attributed.client_id,
        attributed.attributed_partner_id,
        {{ chain_partner_of('attributed') }} as chain_partner_id,
        attributed.own_partner_id is not null as is_own,
        attributed.amount,
        attributed.currency_code,
        attributed.quantity,
        attributed.product,
        attributed.order_id,
        attributed.refunds,
        attributed.brand,
        attributed.brand_key,
        attributed.country,
        attributed.campaign,
        attributed.link_code,
        attributed.sub1,
        attributed.is_rejected,
        attributed.file_name,
        attributed.file_row,
        attributed.recorded_at
    from attributed
    {{ joined_own_deals('attributed') }}
)

select * from final

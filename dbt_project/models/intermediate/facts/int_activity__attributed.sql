{{ config(**partitioned()) }}

with

activity as (
    select record.*, record.activity_on as event_on
    from {{ ref('stg_raw__activity') }} as record
    left join {{ ref('int_late_facts__moved') }} as moved
        on record.program_id = moved.program_id
        and record.record_key = moved.record_key
    where moved.record_key is null
        and {{ touched_only('record.program_id', 'record.activity_on') }}
    union all
    select record.*, moved.counts_on as event_on
    from {{ ref('stg_raw__activity') }} as record
    inner join {{ ref('int_late_facts__moved') }} as moved
        on record.program_id = moved.program_id
        and record.record_key = moved.record_key
    where {{ touched_only('record.program_id', 'moved.counts_on') }}
),

-- Once a day and not in each row: a time zone in a column is looked up by its name
day_ends as (
    select
        days.program_id,
        days.event_on,
        {{ local_day_end('days.event_on', 'programs.time_zone') }} as occurred_at
    from (select distinct program_id, event_on from activity) as days
    inner join {{ ref('stg_portal__programs') }} as programs
        on days.program_id = programs.program_id
),

brands as (
    select distinct program_id, brand_key from {{ ref('int_deals__by_brand') }}
),

attributed as (
    select
        activity.program_id,
        activity.record_key,
        activity.version_no,
        activity.event_on,
        day_ends.occurred_at,
        activity.client_id,
        {{ attributed_to('activity', 'partner_id') }}
            as attributed_partner_id,
        people.own_partner_id,
        activity.product,
        activity.brand,
        case when brands.brand_key is null then '' else activity.brand end as brand_key,
        activity.currency_code,
        coalesce(activity.stakes, 0) as stakes,
        coalesce(activity.payouts, 0) as payouts,
        coalesce(activity.voids, 0) as voids,
        coalesce(activity.bonus_cost, 0) as bonus_cost,
        coalesce(activity.jackpot_contribution, 0) as jackpot_contribution,
        coalesce(activity.chargebacks, 0) as chargebacks,
        coalesce(activity.adjustments, 0) as adjustments,
        coalesce(
            activity.net_revenue,
            coalesce(activity.stakes, 0) - coalesce(activity.payouts, 0)
            - coalesce(activity.voids, 0)
        ) as net_revenue,
        {{ is_rejected_on_its_day('activity') }} as is_rejected,
        activity.file_name,
        activity.file_row,
        activity.recorded_at
    from activity
    inner join day_ends
        on activity.program_id = day_ends.program_id
        and activity.event_on = day_ends.event_on
    {{ joined_people('activity') }}
    left join brands
        on activity.program_id = brands.program_id
        and activity.brand = brands.brand_key
    {{ joined_reviews('activity') }}
),

final as (
    select
        attributed.program_id,
        attributed.record_key,
        attributed.version_no,
        attributed.event_on,
        attributed.occurred_at,
        attributed.client_id,
        {{ chain_partner_of('attributed') }} as chain_partner_id,
        attributed.own_partner_id is not null as is_own,
        attributed.product,
        attributed.brand,
        attributed.brand_key,
        attributed.currency_code,
        attributed.stakes,
        attributed.payouts,
        attributed.voids,
        attributed.bonus_cost,
        attributed.jackpot_contribution,
        attributed.chargebacks,
        attributed.adjustments,
        attributed.net_revenue,
        attributed.is_rejected,
        attributed.file_name,
        attributed.file_row,
        attributed.recorded_at
    from attributed
    {{ joined_own_deals('attributed') }}
)

select * from final

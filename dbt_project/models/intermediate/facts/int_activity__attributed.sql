{{ config(materialized='view') }}

{#-
    A view: activity stands in the warehouse as it came, and what depends on the client alone is
    worked out once for each (int_clients__placed). `member_key` is a number for program, partner
    and whether the account is the partner's own, for joins over many rows.
-#}
with

-- A record that counts on another day than its own is looked for in all of history; the others
-- only where their day is
activity as (
    select record.*, record.activity_on as event_on
    from {{ ref('stg_raw__activity') }} as record
    left join {{ ref('int_late_facts__moved') }} as moved
        on record.program_id = moved.program_id
        and record.record_key = moved.record_key
    where moved.record_key is null
    union all
    select record.*, moved.counts_on as event_on
    from {{ ref('stg_raw__activity') }} as record
    inner join {{ ref('int_late_facts__moved') }} as moved
        on record.program_id = moved.program_id
        and record.record_key = moved.record_key
),

brands as (
    select distinct program_id, brand_key
    from {{ ref('int_deals__by_brand') }}
    where brand_key <> ''
),

attributed as (
    select
        activity.*,
        {{ attributed_to('activity', 'partner_id') }} as attributed_partner_id,
        case
            when activity.event_on >= people.valid_from then people.member_key
            when moves.partner_id is not null then {{ member_key_of(
                'activity.program_id', 'moves.partner_id', 'people.own_partner_id is not null'
            ) }}
        end as attributed_member_key,
        people.own_partner_id,
        people.own_member_key,
        coalesce(brands.brand_key, '') as brand_key,
        {{ is_rejected_on_its_day('activity') }} as is_rejected
    from activity
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
        attributed.client_id,
        {{ chain_partner_of('attributed') }} as chain_partner_id,
        case
            when own_deals.deal_id is not null then attributed.own_member_key
            else attributed.attributed_member_key
        end as member_key,
        attributed.own_partner_id is not null as is_own,
        attributed.product,
        attributed.brand,
        attributed.brand_key,
        attributed.currency_code,
        coalesce(attributed.stakes, 0) as stakes,
        coalesce(attributed.payouts, 0) as payouts,
        coalesce(attributed.voids, 0) as voids,
        coalesce(attributed.bonus_cost, 0) as bonus_cost,
        coalesce(attributed.jackpot_contribution, 0) as jackpot_contribution,
        coalesce(attributed.chargebacks, 0) as chargebacks,
        coalesce(attributed.adjustments, 0) as adjustments,
        coalesce(
            attributed.net_revenue,
            coalesce(attributed.stakes, 0) - coalesce(attributed.payouts, 0)
            - coalesce(attributed.voids, 0)
        ) as net_revenue,
        attributed.is_rejected,
        attributed.file_name,
        attributed.file_row,
        attributed.recorded_at
    from attributed
    {{ joined_own_deals('attributed') }}
)

select * from final

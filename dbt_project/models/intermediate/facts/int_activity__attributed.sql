{{ config(**partitioned()) }}

with

activity as (
    select record.*, coalesce(moved.counts_on, record.activity_on) as event_on
    from {{ ref('stg_raw__activity') }} as record
    left join {{ ref('int_late_facts__moved') }} as moved
        on record.program_id = moved.program_id
        and record.record_key = moved.record_key
    where {{ touched_only('record.program_id', 'coalesce(moved.counts_on, record.activity_on)') }}
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
        {{ local_day_end('activity.event_on', 'programs.time_zone') }} as occurred_at,
        activity.client_id,
        attributions.partner_id as attributed_partner_id,
        own_clients.partner_id as own_partner_id,
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
        coalesce(record_review.rejected_from <= activity.event_on, false)
        or coalesce(client_review.rejected_from <= activity.event_on, false) as is_rejected,
        activity.file_name,
        activity.file_row,
        activity.recorded_at
    from activity
    inner join {{ ref('stg_portal__programs') }} as programs
        on activity.program_id = programs.program_id
    left join {{ ref('int_attributions__resolved') }} as attributions
        on activity.program_id = attributions.program_id
        and activity.client_id = attributions.client_id
        and activity.event_on between attributions.valid_from and attributions.valid_to
    left join {{ ref('int_own_clients__listed') }} as own_clients
        on activity.program_id = own_clients.program_id
        and activity.client_id = own_clients.client_id
    left join brands
        on activity.program_id = brands.program_id
        and activity.brand = brands.brand_key
    left join {{ ref('int_reviews__effective') }} as record_review
        on activity.program_id = record_review.program_id
        and record_review.target_kind = 'record'
        and activity.record_key = record_review.target_id
    left join {{ ref('int_reviews__effective') }} as client_review
        on activity.program_id = client_review.program_id
        and client_review.target_kind = 'client'
        and activity.client_id = client_review.target_id
),

-- An own account stands under its owner, or without a deal under whom it is attributed to
final as (
    select
        attributed.program_id,
        attributed.record_key,
        attributed.version_no,
        attributed.event_on,
        attributed.occurred_at,
        attributed.client_id,
        case
            when own_deals.deal_id is not null then attributed.own_partner_id
            else attributed.attributed_partner_id
        end as chain_partner_id,
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
    left join {{ ref('int_deals__by_brand') }} as own_deals
        on attributed.program_id = own_deals.program_id
        and attributed.own_partner_id = own_deals.partner_id
        and attributed.brand_key = own_deals.brand_key
        and attributed.event_on between own_deals.valid_from and own_deals.valid_to
)

select * from final

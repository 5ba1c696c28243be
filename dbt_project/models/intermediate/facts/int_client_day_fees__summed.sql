{{ config(**partitioned()) }}

with

activity as (
    select *
    from {{ ref('int_activity__attributed') }} as activity
    where not activity.is_rejected
        and activity.chain_partner_id is not null
        and {{ touched_only('activity.program_id', 'activity.event_on') }}
),

fees as (
    select program_id, record_key, version_no, fee_code, amount
    from {{ ref('stg_raw__activity_fees') }}
),

final as (
    select
        activity.program_id,
        activity.event_on,
        activity.chain_partner_id as partner_id,
        activity.is_own,
        activity.brand_key,
        activity.client_id,
        coalesce(activity.product, '') as product,
        activity.currency_code,
        activity.record_key,
        fees.fee_code,
        cast(sum(fees.amount) as decimal(18,4)) as amount
    from activity
    inner join fees
        on activity.program_id = fees.program_id
        and activity.record_key = fees.record_key
        and activity.version_no = fees.version_no
    group by
        activity.program_id, activity.event_on, activity.chain_partner_id, activity.is_own,
        activity.brand_key, activity.client_id, coalesce(activity.product, ''),
        activity.currency_code, activity.record_key, fees.fee_code
)

select * from final

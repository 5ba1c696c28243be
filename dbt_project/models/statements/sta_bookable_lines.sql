{{ config(materialized='view') }}

with
lines as (
    select * from {{ ref('com_lines') }}
),

line_rounded as (
    select
        program_id,
        calendar_id,
        period_id,
        partner_id,
        deal_id,
        line_id,
        component_id,
        component_type,
        level,
        currency_code,
        case when state = 'locked' then 0 else exact_amount end as exact_amount,
        case when state = 'locked' then 0 else amount_minor end as amount_minor,
        case when state = 'locked' then amount_minor else 0 end as locked_minor,
        payable_from,
        event_on,
        client_id,
        event_record_key,
        direct_partner_id,
        plan_id,
        plan_version_no,
        reason_code,
        fx_on,
        recorded_at,
        line_digest,
    from lines
    where rounding = 'line'
),

summed as (
    select * from {{ ref('sta_rounded_sums') }}
),

final as (
    select * from line_rounded
    union all
    select
        program_id,
        calendar_id,
        period_id,
        partner_id,
        deal_id,
        line_id,
        component_id,
        component_type,
        level,
        currency_code,
        exact_amount,
        amount_minor,
        locked_minor,
        payable_from,
        event_on,
        cast(null as varchar) as client_id,
        cast(null as varchar) as event_record_key,
        direct_partner_id,
        plan_id,
        plan_version_no,
        cast(null as varchar) as reason_code,
        cast(null as date) as fx_on,
        recorded_at,
        line_digest,
    from summed
)

select
    program_id,
    calendar_id,
    period_id,
    partner_id,
    deal_id,
    line_id,
    component_id,
    component_type,
    cast(level as smallint) as level,
    currency_code,
    cast(exact_amount as {{ exact_type() }}) as exact_amount,
    amount_minor,
    locked_minor,
    payable_from,
    event_on,
    client_id,
    event_record_key,
    direct_partner_id,
    plan_id,
    plan_version_no,
    reason_code,
    fx_on,
    recorded_at,
    line_digest,
from final

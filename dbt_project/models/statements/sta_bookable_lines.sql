{{ config(materialized='view') }}

with
lines as (
    select * from {{ ref('com_lines') }}
),

-- A locked line stays what it was; a later line of its own releases it
released as (
    {{ released_lines() }}
),

line_rounded as (
    select
        lines.program_id,
        lines.calendar_id,
        lines.period_id,
        lines.partner_id,
        lines.deal_id,
        lines.line_id,
        lines.component_id,
        lines.component_type,
        lines.level,
        lines.currency_code,
        case when lines.state = 'locked' then 0 else lines.exact_amount end as exact_amount,
        case when lines.state = 'locked' then 0 else lines.amount_minor end as amount_minor,
        case when lines.state = 'locked' then lines.amount_minor else 0 end as locked_minor,
        case
            when lines.state = 'locked' and released.origin_line_id is not null
                then lines.amount_minor
            else 0
        end as released_minor,
        lines.payable_from,
        lines.event_on,
        lines.client_id,
        lines.event_record_key,
        lines.direct_partner_id,
        lines.plan_id,
        lines.plan_version_no,
        lines.reason_code,
        lines.fx_on,
        lines.recorded_at,
        lines.line_digest,
    from lines
    left join released
        on
            lines.program_id = released.program_id
            and lines.line_id = released.origin_line_id
    where lines.rounding = 'line'
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
        released_minor,
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
    released_minor,
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

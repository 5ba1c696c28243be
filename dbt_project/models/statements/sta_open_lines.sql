{{ config(materialized='view') }}

with
lines as (
    select * from {{ ref('sta_bookable_lines') }}
),

periods as (
    select * from {{ ref('sta_periods') }}
),

final as (
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
        lines.exact_amount,
        lines.amount_minor,
        lines.locked_minor,
        lines.payable_from,
        lines.event_on,
        lines.client_id,
        lines.event_record_key,
        lines.plan_id,
        lines.plan_version_no,
        lines.reason_code,
        lines.line_digest,
    from lines
    inner join periods
        on
            lines.program_id = periods.program_id
            and lines.calendar_id = periods.calendar_id
            and lines.period_id = periods.period_id
    where not periods.is_closed
)

select * from final

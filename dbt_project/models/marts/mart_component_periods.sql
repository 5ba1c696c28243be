with
lines as (
    select * from {{ ref('com_lines') }}
),

final as (
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        component_id,
        component_type,
        level,
        coalesce(symbol_group, '') as symbol_group,
        currency_code,
        state,
        cast(sum(quantity) as decimal(38,6)) as quantity,
        max(quantity_unit) as quantity_unit,
        case when min(rate) = max(rate) then max(rate) end as rate,
        max(rate_unit) as rate_unit,
        cast(sum(amount_minor) as bigint) as amount_minor,
        cast(count(*) as bigint) as line_count,
        max(plan_id) as plan_id,
        deal_id,
        max_by(
            line_id, lpad(cast(abs(amount_minor) as varchar), 20, '0') || line_id
        ) as example_line_id,
    from lines
    group by
        program_id, partner_id, calendar_id, period_id, component_id, component_type, level,
        coalesce(symbol_group, ''), currency_code, state, deal_id
)

select
    program_id,
    partner_id,
    calendar_id,
    period_id,
    component_id,
    component_type,
    level,
    symbol_group,
    currency_code,
    state,
    quantity,
    quantity_unit,
    rate,
    rate_unit,
    amount_minor,
    line_count,
    plan_id,
    deal_id,
    example_line_id,
from final

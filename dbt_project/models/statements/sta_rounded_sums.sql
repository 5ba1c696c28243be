with
lines as (
    select * from {{ ref('com_lines') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

-- rounding: period books the rounded sum of partner x deal x component x period, all levels
-- (COMMISSIONS, Rounding); what is payable follows the latest of its lines (RULINGS).
released as (
    {{ released_lines() }}
),

summed as (
    select
        lines.program_id,
        lines.calendar_id,
        lines.period_id,
        lines.partner_id,
        lines.deal_id,
        lines.component_id,
        lines.component_type,
        lines.currency_code,
        min(lines.level) as level,
        sum(case when lines.state = 'locked' then 0 else lines.exact_amount end) as exact_amount,
        sum(case when lines.state = 'locked' then lines.exact_amount else 0 end) as locked_amount,
        sum(
            case
                when lines.state = 'locked' and released.origin_line_id is not null
                    then lines.exact_amount
                else 0
            end
        ) as released_amount,
        max(lines.payable_from) as payable_from,
        max(lines.event_on) as event_on,
        min(lines.direct_partner_id) as direct_partner_id,
        max(lines.plan_id) as plan_id,
        max(lines.plan_version_no) as plan_version_no,
        max(lines.recorded_at) as recorded_at,
    from lines
    left join released
        on
            lines.program_id = released.program_id
            and lines.line_id = released.origin_line_id
    where lines.rounding = 'period'
    group by
        lines.program_id, lines.calendar_id, lines.period_id, lines.partner_id, lines.deal_id,
        lines.component_id, lines.component_type, lines.currency_code
),

rounded as (
    select
        summed.program_id,
        summed.calendar_id,
        summed.period_id,
        summed.partner_id,
        summed.deal_id,
        {{ rounded_line_id('summed') }} as line_id,
        summed.component_id,
        summed.component_type,
        cast(summed.level as smallint) as level,
        summed.currency_code,
        cast(summed.exact_amount as {{ exact_type() }}) as exact_amount,
        {{ to_minor('summed.exact_amount', 'currencies.digits') }} as amount_minor,
        {{ to_minor('summed.locked_amount', 'currencies.digits') }} as locked_minor,
        {{ to_minor('summed.released_amount', 'currencies.digits') }} as released_minor,
        summed.payable_from,
        summed.event_on,
        summed.direct_partner_id,
        summed.plan_id,
        summed.plan_version_no,
        summed.recorded_at,
        md5(cast(summed.exact_amount as varchar)) as line_digest,
    from summed
    inner join currencies on summed.currency_code = currencies.currency_code
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
    level,
    currency_code,
    exact_amount,
    amount_minor,
    locked_minor,
    released_minor,
    payable_from,
    event_on,
    direct_partner_id,
    plan_id,
    plan_version_no,
    recorded_at,
    line_digest,
from rounded

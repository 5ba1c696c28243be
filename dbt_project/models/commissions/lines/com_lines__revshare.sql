{#- Over 120 lines: a locked line and its release are told together. -#}
{#- Whole at each build, for all periods: whatever is carried looks back. -#}
{%- set columns = [
    'program_id', 'calendar_id', 'period_id', 'partner_id', 'deal_id', 'plan_id',
    'plan_version_no', 'component_id', 'component_type', 'family', 'level', 'line_kind', 'step_no',
    'event_on', 'direct_partner_id', 'formula_code', 'rate', 'rate_unit', 'base_amount',
    'exact_amount', 'currency_code', 'rounding', 'payable_from', 'reason_code', 'recorded_at',
] -%}
with

terms as (
    select * from {{ ref('int_revshare_terms__by_period') }}
),

accounts as (
    select * from {{ ref('int_revshare_accounts__priced') }}
),

arrivals as (
    select program_id, deal_id, component_id, period_id, max(recorded_at) as recorded_at
    from {{ ref('int_revshare_quantities__summed') }}
    group by program_id, deal_id, component_id, period_id
),

summed as (
    select
        program_id,
        deal_id,
        component_id,
        period_id,
        max(step_no) as step_no,
        max(rate) as highest_rate,
        min(rate) as lowest_rate,
        max(carry_level) as carry_level,
        max(carry_scope) as carry_scope,
        max(tier_kind) as tier_kind,
        cast(sum(base_amount) as {{ exact_type() }}) as base_amount,
        cast(sum(paid_amount) as {{ exact_type() }}) as paid_amount,
        cast(sum(opening_amount) as {{ exact_type() }}) as opening_amount,
        cast(sum(amount) as {{ exact_type() }}) as amount
    from accounts
    group by program_id, deal_id, component_id, period_id
),

recouped as (
    select program_id, deal_id, component_id, period_id, sum(recouped_amount) as recouped_amount
    from {{ ref('int_revshare_recoups__taken') }}
    group by program_id, deal_id, component_id, period_id
),

metrics as (
    select * from {{ ref('int_period_metrics__counted') }}
),

earned as (
    select
        terms.program_id,
        terms.calendar_id,
        terms.period_id,
        terms.partner_id,
        terms.deal_id,
        terms.plan_id,
        terms.plan_version_no,
        terms.component_id,
        'revshare' as component_type,
        'period' as family,
        0 as level,
        summed.step_no,
        terms.ends_on as event_on,
        terms.partner_id as direct_partner_id,
        case
            when summed.carry_scope in ('product', 'client', 'record') then 'accounts'
            when summed.carry_level = 'commission' then 'carry_commission'
            when summed.tier_kind = 'marginal' then 'slices'
            when summed.opening_amount <> 0 or summed.base_amount < 0 then 'carry'
            else 'share'
        end as formula_code,
        case when summed.lowest_rate = summed.highest_rate then summed.lowest_rate end as rate,
        'share' as rate_unit,
        summed.base_amount,
        {{ exact('summed.amount - coalesce(recouped.recouped_amount, 0)') }} as exact_amount,
        terms.digits,
        terms.currency_code,
        terms.rounding,
        {{ add_days('terms.ends_on', 'terms.hold_days') }} as payable_from,
        terms.period_no,
        terms.gate_metric,
        terms.gate_metric is null or coalesce(metrics.value, 0) >= terms.gate_minimum as is_open,
        arrivals.recorded_at
    from terms
    inner join summed on {{ same_period_line('terms', 'summed') }}
    left join recouped on {{ same_period_line('terms', 'recouped') }}
    left join arrivals on {{ same_period_line('terms', 'arrivals') }}
    left join metrics
        on {{ same_period_line('terms', 'metrics') }}
        and terms.gate_metric = metrics.metric
),

-- Below its gate a positive amount is earned, but locked
gated as (
    select
        *,
        'earned' as line_kind,
        case when not is_open and exact_amount > 0 then 'gate_not_met' end as reason_code
    from earned
),

earned_lines as (
    {{ as_lines('gated', columns) }}
),

-- Also a period in which nothing was earned may meet the gate
open_periods as (
    select
        terms.program_id,
        terms.deal_id,
        terms.component_id,
        terms.period_id,
        terms.period_no,
        terms.ends_on as event_on,
        {{ add_days('terms.ends_on', 'terms.hold_days') }} as payable_from
    from terms
    left join metrics
        on {{ same_period_line('terms', 'metrics') }}
        and terms.gate_metric = metrics.metric
    where terms.gate_metric is null or coalesce(metrics.value, 0) >= terms.gate_minimum
),

-- The first later period that meets the gate releases each locked line as a line of its own
openings as (
    select
        locked.line_id as origin_line_id,
        opened.period_id,
        opened.event_on,
        opened.payable_from,
        row_number() over (partition by locked.line_id order by opened.period_no) as choice
    from earned_lines as locked
    inner join {{ ref('stg_portal__periods') }} as periods
        on locked.program_id = periods.program_id
        and locked.calendar_id = periods.calendar_id
        and locked.period_id = periods.period_id
    inner join open_periods as opened
        on locked.program_id = opened.program_id
        and locked.deal_id = opened.deal_id
        and locked.component_id = opened.component_id
        and opened.period_no > periods.period_no
    where locked.reason_code = 'gate_not_met'
),

released as (
    select
        locked.program_id,
        locked.calendar_id,
        openings.period_id,
        locked.partner_id,
        locked.deal_id,
        locked.plan_id,
        locked.plan_version_no,
        locked.component_id,
        locked.component_type,
        locked.family,
        locked.level,
        'released' as line_kind,
        locked.line_id as origin_line_id,
        openings.event_on,
        locked.direct_partner_id,
        'released' as formula_code,
        locked.rate_unit,
        locked.exact_amount as base_amount,
        locked.exact_amount,
        locked.digits,
        locked.currency_code,
        locked.rounding,
        openings.payable_from,
        locked.recorded_at
    from earned_lines as locked
    inner join openings
        on locked.line_id = openings.origin_line_id
        and openings.choice = 1
),

released_lines as (
    {{ as_lines('released', [
        'program_id', 'calendar_id', 'period_id', 'partner_id', 'deal_id', 'plan_id',
        'plan_version_no', 'component_id', 'component_type', 'family', 'level', 'line_kind',
        'origin_line_id', 'event_on', 'direct_partner_id', 'formula_code', 'rate_unit',
        'base_amount', 'exact_amount', 'currency_code', 'rounding', 'payable_from', 'recorded_at',
    ]) }}
),

final as (
    select * from earned_lines
    union all
    select * from released_lines
)

select * from final

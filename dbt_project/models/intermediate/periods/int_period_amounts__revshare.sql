{{ config(materialized='view') }}

{#- What a revenue share, or an override on a period's revenue, is worth before caps and gate. -#}
with

terms as (
    select * from {{ ref('int_revshare_terms__by_period') }}
),

arrivals as (
    select line_key, max(recorded_at) as recorded_at
    from {{ ref('int_revshare_quantities__summed') }}
    group by line_key
),

summed as (
    select
        line_key,
        max(step_no) as step_no,
        max(rate) as highest_rate,
        min(rate) as lowest_rate,
        max(carry_level) as carry_level,
        max(carry_scope) as carry_scope,
        max(tier_kind) as tier_kind,
        sum(base_amount) as base_amount,
        sum(opening_amount) as opening_amount,
        sum(amount) as amount
    from {{ ref('int_revshare_accounts__priced') }}
    group by line_key
),

recouped as (
    select
        program_id, deal_id, component_id, period_id, distance,
        sum(recouped_amount) as recouped_amount
    from {{ ref('int_revshare_recoups__taken') }}
    group by program_id, deal_id, component_id, period_id, distance
),

final as (
    select
        terms.program_id,
        terms.deal_id,
        terms.component_id,
        terms.period_id,
        terms.distance,
        terms.terms_from,
        terms.component_type,
        summed.step_no,
        case
            when summed.carry_scope in ('product', 'client', 'record') then 'accounts'
            when summed.carry_level = 'commission' then 'carry_commission'
            when summed.tier_kind = 'marginal' then 'slices'
            when summed.opening_amount <> 0 or summed.base_amount < 0 then 'carry'
            else 'share'
        end as formula_code,
        cast(null as decimal(18,6)) as quantity,
        cast(null as varchar) as quantity_unit,
        cast(case when summed.lowest_rate = summed.highest_rate then summed.lowest_rate end
            as decimal(18,8)) as rate,
        'share' as rate_unit,
        cast(summed.base_amount as {{ exact_type() }}) as base_amount,
        cast(summed.amount - coalesce(recouped.recouped_amount, 0) as {{ exact_type() }})
            as amount,
        arrivals.recorded_at
    from terms
    inner join summed on terms.line_key = summed.line_key
    left join recouped on {{ same_period_line('terms', 'recouped') }}
    left join arrivals on terms.line_key = arrivals.line_key
)

select * from final

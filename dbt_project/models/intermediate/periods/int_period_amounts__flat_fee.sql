{{ config(materialized='view') }}

{#- Amount x active days / days of the period, first and last day counted (COMMISSIONS). -#}
with

terms as (
    select * from {{ ref('int_period_terms__in_force') }} where component_type = 'flat_fee'
),

rates as (
    select program_id, deal_id, component_id, valid_from, rate
    from {{ ref('stg_terms__deal_rates') }}
),

final as (
    select
        terms.program_id,
        terms.deal_id,
        terms.component_id,
        terms.period_id,
        0 as distance,
        terms.terms_from,
        terms.component_type,
        cast(null as integer) as step_no,
        case when terms.active_days = terms.period_days then 'fixed' else 'per_days' end
            as formula_code,
        cast(
            case when terms.active_days = terms.period_days then 1 else terms.active_days end
            as decimal(18,6)
        ) as quantity,
        case when terms.active_days = terms.period_days then 'periods' else 'days' end
            as quantity_unit,
        rates.rate,
        'amount' as rate_unit,
        cast(null as {{ exact_type() }}) as base_amount,
        cast(
            case
                when terms.active_days = terms.period_days then rates.rate
                else {{ divide_12('rates.rate * terms.active_days', 'terms.period_days') }}
            end as {{ exact_type() }}
        ) as amount,
        cast(null as timestamp) as recorded_at
    from terms
    inner join rates on {{ same_component('terms', 'rates', 'terms_from') }}
)

select * from final

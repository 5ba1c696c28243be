{{ config(materialized='view') }}

{#- The amount of the highest step reached, never the sum; no step, nothing (COMMISSIONS). -#}
with

terms as (
    select * from {{ ref('int_period_terms__in_force') }} where component_type = 'bonus'
),

steps as (
    select terms.*, judged.step_no, judged.rate
    from terms
    inner join {{ ref('int_period_steps__judged') }} as judged
        on {{ same_period_line('terms', 'judged') }}
        and judged.holds
),

highest as (
    select *
    from steps
    qualify row_number() over (
        partition by program_id, deal_id, component_id, period_id order by step_no desc
    ) = 1
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        period_id,
        0 as distance,
        terms_from,
        component_type,
        step_no,
        'fixed' as formula_code,
        cast(1 as decimal(18,6)) as quantity,
        'periods' as quantity_unit,
        rate,
        'amount' as rate_unit,
        cast(null as {{ exact_type() }}) as base_amount,
        cast(rate as {{ exact_type() }}) as amount,
        cast(null as timestamp) as recorded_at
    from highest
)

select * from final

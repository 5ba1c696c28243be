{#- Sales of components whose step is found from the sale's own amount (Tiers, `metric: event`). -#}
with

sales as (
    select
        program_id, record_key, deal_id, component_id, terms_from, tier_kind,
        cast(net_amount * fx_rate as {{ exact_type() }}) as base_amount
    from {{ ref('int_sales__judged') }}
    where refusal_code is null and tier_kind <> 'single'
),

steps as (
    select
        program_id, deal_id, component_id, valid_from, step_no, from_value, is_inclusive, rate,
        lead(from_value) over (
            partition by program_id, deal_id, component_id, valid_from order by step_no
        ) as next_value
    from {{ ref('stg_terms__deal_steps') }}
),

reached as (
    select
        sales.*,
        steps.step_no,
        steps.rate,
        least(sales.base_amount, coalesce(steps.next_value, sales.base_amount)) - steps.from_value
            as slice_amount,
        row_number() over (
            partition by sales.program_id, sales.record_key, sales.component_id
            order by steps.step_no desc
        ) as from_top
    from sales
    inner join steps
        on {{ same_component('sales', 'steps', 'terms_from') }}
        and (
            sales.base_amount > steps.from_value
            or (sales.base_amount = steps.from_value and steps.is_inclusive)
        )
),

final as (
    select
        program_id,
        record_key,
        component_id,
        tier_kind,
        step_no,
        rate,
        cast(case tier_kind when 'slab' then base_amount else slice_amount end
            as {{ exact_type() }}) as slice_amount
    from reached
    where tier_kind = 'marginal' or from_top = 1
)

select * from final

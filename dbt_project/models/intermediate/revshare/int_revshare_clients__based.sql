{#- Each client's part of an account's base in a period, after all deductions. -#}
with

taken as (
    select * from {{ ref('int_revshare_deductions__taken') }}
),

last_positions as (
    select program_id, deal_id, component_id, period_id, distance, max(position) as position
    from taken
    group by program_id, deal_id, component_id, period_id, distance
),

final as (
    select
        taken.program_id,
        taken.deal_id,
        taken.component_id,
        taken.period_id,
        taken.distance,
        terms.carry_key,
        taken.account_key,
        taken.client_id,
        cast(sum(taken.remaining) as {{ exact_type() }}) as base_amount,
        -- what a fence looks at: one product, or all
        cast(sum(
            case
                when terms.fence_threshold is null then 0
                when terms.fence_product is null or terms.fence_product = taken.product
                    then taken.remaining
                else 0
            end
        ) as {{ exact_type() }}) as fence_base_amount
    from taken
    inner join last_positions
        on {{ same_period_line('taken', 'last_positions') }}
        and taken.position = last_positions.position
    inner join {{ ref('int_revshare_terms__by_period') }} as terms
        on {{ same_period_line('taken', 'terms') }}
    group by
        taken.program_id, taken.deal_id, taken.component_id, taken.period_id, taken.distance,
        terms.carry_key, taken.account_key, taken.client_id
)

select * from final

{#-
    Each step of a period component in a period: whether everything but the period's own base holds
    for it. What is asked of that base, which carryover may move, stands in `base_from`.
-#}
with

conditions as (
    select * from {{ ref('int_period_conditions__judged') }}
),

judged as (
    select
        program_id, deal_id, component_id, period_id, distance, step_no,
        bool_and(is_met) as holds,
        bool_or(is_base and position = 0) as is_base,
        max(case when position = 0 then metric end) as metric,
        max(terms_from) as terms_from,
        max(case when position = 0 then value end) as metric_value,
        max(case when is_base then minimum end) as base_from,
        coalesce(
            max(case when is_base and not is_inclusive then minimum end)
            < max(case when is_base and is_inclusive then minimum end),
            bool_and(is_inclusive or not is_base)
        ) as is_base_inclusive
    from conditions
    group by program_id, deal_id, component_id, period_id, distance, step_no
),

final as (
    select
        judged.program_id,
        judged.deal_id,
        judged.component_id,
        judged.period_id,
        judged.distance,
        judged.terms_from,
        judged.step_no,
        judged.metric,
        steps.from_value,
        steps.is_inclusive,
        lead(steps.from_value) over (
            partition by
                judged.program_id, judged.deal_id, judged.component_id, judged.period_id,
                judged.distance
            order by steps.step_no
        ) as next_value,
        steps.rate,
        judged.holds,
        judged.is_base,
        judged.metric_value,
        judged.base_from,
        judged.is_base_inclusive
    from judged
    inner join {{ ref('stg_terms__deal_steps') }} as steps
        on {{ same_component('judged', 'steps', 'terms_from') }}
        and judged.step_no = steps.step_no
)

select * from final

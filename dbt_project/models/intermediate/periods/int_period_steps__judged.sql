{#-
    Each step of a period component in a period: whether everything but the period's own base holds
    for it. What is asked of that base, which carryover may move, stands in `base_from`.
-#}
with

conditions as (
    select * from {{ ref('int_period_conditions__judged') }}
),

-- Most steps ask one thing alone: only the further conditions are gathered
starts as (
    select * from conditions where position = 0
),

further as (
    select
        line_key, step_no,
        bool_and(is_met) as is_met,
        max(case when is_base and is_inclusive then minimum end) as base_from,
        max(case when is_base and not is_inclusive then minimum end) as base_above
    from conditions
    where position > 0
    group by line_key, step_no
),

judged as (
    select
        starts.line_key,
        starts.program_id,
        starts.deal_id,
        starts.component_id,
        starts.period_id,
        starts.distance,
        starts.terms_from,
        starts.step_no,
        starts.metric,
        starts.value as metric_value,
        starts.is_base,
        starts.is_met and coalesce(further.is_met, true) as holds,
        greatest(
            case when starts.is_base and starts.is_inclusive then starts.minimum end,
            further.base_from
        ) as base_from,
        greatest(
            case when starts.is_base and not starts.is_inclusive then starts.minimum end,
            further.base_above
        ) as base_above
    from starts
    left join further
        on starts.line_key = further.line_key
        and starts.step_no = further.step_no
),

steps as (
    select
        *,
        lead(from_value) over (
            partition by program_id, deal_id, component_id, valid_from order by step_no
        ) as next_value
    from {{ ref('stg_terms__deal_steps') }}
),

final as (
    select
        judged.line_key,
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
        steps.next_value,
        steps.rate,
        judged.holds,
        judged.is_base,
        judged.metric_value,
        greatest(judged.base_from, judged.base_above) as base_from,
        coalesce(judged.base_above < judged.base_from, judged.base_above is null)
            as is_base_inclusive
    from judged
    inner join steps
        on {{ same_component('judged', 'steps', 'terms_from') }}
        and judged.step_no = steps.step_no
)

select * from final

{{ config(materialized='view') }}

{#-
    What each step of a period component asks for, its start (position 0) and its further
    conditions, with what was found. What is asked of the period's own base is left open
    (`is_base`): carryover may move it.
-#}
with

terms as (
    select
        line_key, program_id, deal_id, component_id, period_id, period_no, distance, terms_from,
        tier_metric as metric, tier_look_back as look_back, tier_look_back_n as look_back_n,
        tier_network as network
    from {{ ref('int_revshare_terms__by_period') }}
    where tier_kind <> 'single'
    union all
    select
        {{ period_line_key('terms') }} as line_key,
        terms.program_id, terms.deal_id, terms.component_id, terms.period_id, terms.period_no,
        terms.distance, terms.terms_from, components.tier_metric, components.tier_look_back,
        components.tier_look_back_n, coalesce(components.tier_network, false)
    from {{ ref('int_period_terms__in_force') }} as terms
    inner join {{ ref('stg_terms__deal_components') }} as components
        on {{ same_component('terms', 'components', 'terms_from') }}
    where terms.component_type = 'bonus'
),

steps as (
    select
        terms.*,
        steps.step_no,
        steps.from_value,
        steps.is_inclusive,
        steps.rate
    from terms
    inner join {{ ref('stg_terms__deal_steps') }} as steps
        on {{ same_component('terms', 'steps', 'terms_from') }}
),

asked as (
    select
        line_key, program_id, deal_id, component_id, period_id, period_no, distance, terms_from,
        step_no, 0 as position, metric, look_back, look_back_n, network, from_value as minimum,
        is_inclusive
    from steps
    union all
    select
        steps.line_key, steps.program_id, steps.deal_id, steps.component_id, steps.period_id,
        steps.period_no, steps.distance, steps.terms_from, steps.step_no, conditions.position,
        conditions.metric,
        conditions.look_back, conditions.look_back_n, conditions.network, conditions.minimum,
        conditions.is_inclusive
    from steps
    inner join {{ ref('stg_terms__deal_step_conditions') }} as conditions
        on {{ same_component('steps', 'conditions', 'terms_from') }}
        and steps.step_no = conditions.step_no
),

-- A look-back on the base reads the own bases of the periods before, not what they carried
bases as (
    select program_id, deal_id, component_id, distance, period_no, sum(base_amount) as base_amount
    from {{ ref('int_revshare_accounts__based') }}
    group by program_id, deal_id, component_id, distance, period_no
),

earlier_bases as (
    select
        asked.line_key, asked.step_no, asked.position, sum(bases.base_amount) as value
    from asked
    inner join bases
        on asked.program_id = bases.program_id
        and asked.deal_id = bases.deal_id
        and asked.component_id = bases.component_id
        and asked.distance = bases.distance
        and bases.period_no between asked.period_no - coalesce(asked.look_back_n, 1)
        and asked.period_no - 1
    where asked.metric = 'base' and asked.look_back is not null
    group by asked.line_key, asked.step_no, asked.position
),

found as (
    select
        asked.*,
        asked.metric = 'base' and asked.look_back is null as is_base,
        cast(
            case
                when asked.metric = 'base' and asked.look_back is null then null
                when asked.metric = 'base'
                    then {{ divide_12('coalesce(earlier_bases.value, 0)',
                                      'coalesce(asked.look_back_n, 1)') }}
                else coalesce(metrics.value, 0)
            end as {{ exact_type() }}
        ) as value
    from asked
    left join earlier_bases
        on asked.line_key = earlier_bases.line_key
        and asked.step_no = earlier_bases.step_no
        and asked.position = earlier_bases.position
    left join {{ ref('int_tier_metrics__valued') }} as metrics
        on {{ same_terms('asked', 'metrics') }}
        and metrics.is_own
        and asked.period_id = metrics.period_id
        and metrics.event_on is null
        and {{ metric_key('asked.') }} = metrics.metric_key
),

final as (
    select
        *,
        is_base or value > minimum or (value = minimum and is_inclusive) as is_met
    from found
)

select * from final

{#-
    The steps of every tiered event component on each day on which its id has events: what found
    the step, and whether the step's further conditions hold (COMMISSIONS, Tiers). The counting
    tiers of a CPA are priced where its clients are counted.
-#}
with

components as (
    select
        program_id, deal_id, component_id, component_type, terms_from, calendar_id, partner_id,
        tier_kind, tier_metric, tier_look_back, tier_look_back_n, tier_network,
        min(valid_from) as valid_from, max(valid_to) as valid_to
    from {{ ref('int_components__by_brand') }}
    where family = 'event' and tier_kind <> 'single' and component_type <> 'cpa'
    group by
        program_id, deal_id, component_id, component_type, terms_from, calendar_id, partner_id,
        tier_kind, tier_metric, tier_look_back, tier_look_back_n, tier_network
),

days as (
    select distinct
        program_id, {{ plan_component_id('component_id') }} as component_id, event_on
    from {{ ref('int_event_quantities__all') }}
    where refusal_code is null
),

metrics as (
    select program_id, deal_id, component_id, terms_from, period_id, event_on, metric_key, value
    from {{ ref('int_tier_metrics__valued') }}
    where is_own
),

on_day as (
    select
        components.*,
        days.event_on,
        periods.period_id,
        {{ metric_key('components.tier_') }} as metric_key
    from components
    inner join days
        on components.program_id = days.program_id
        and {{ plan_component_id('components.component_id') }} = days.component_id
        and days.event_on between components.valid_from and components.valid_to
    inner join {{ ref('int_periods__daily') }} as periods
        on components.program_id = periods.program_id
        and components.calendar_id = periods.calendar_id
        and days.event_on = periods.day
),

valued as (
    select
        on_day.*,
        case when on_day.tier_metric <> 'event' then coalesce(metrics.value, 0) end
            as metric_value
    from on_day
    left join metrics
        on {{ same_terms('on_day', 'metrics') }}
        and on_day.period_id = metrics.period_id
        and on_day.metric_key = metrics.metric_key
        and coalesce(metrics.event_on, on_day.event_on) = on_day.event_on
),

broken as (
    select distinct
        on_day.program_id,
        on_day.deal_id,
        on_day.component_id,
        on_day.terms_from,
        on_day.event_on,
        conditions.step_no
    from on_day
    inner join {{ ref('stg_terms__deal_step_conditions') }} as conditions
        on {{ same_component('on_day', 'conditions', 'terms_from') }}
    left join metrics
        on {{ same_terms('on_day', 'metrics') }}
        and on_day.period_id = metrics.period_id
        and {{ metric_key('conditions.') }} = metrics.metric_key
        and coalesce(metrics.event_on, on_day.event_on) = on_day.event_on
    where coalesce(metrics.value, 0) < conditions.minimum
        or (coalesce(metrics.value, 0) = conditions.minimum and not conditions.is_inclusive)
),

-- A count is sliced by position: `from: 11` begins after the tenth
final as (
    select
        valued.program_id,
        valued.deal_id,
        valued.component_id,
        valued.component_type,
        valued.terms_from,
        valued.period_id,
        valued.event_on,
        valued.tier_kind,
        valued.tier_metric,
        valued.metric_value,
        steps.step_no,
        steps.from_value,
        steps.is_inclusive,
        cast(
            case
                when valued.tier_metric in ('registrations', 'sales') and steps.is_inclusive
                    then greatest(steps.from_value - 1, 0)
                else steps.from_value
            end as decimal(18,4)
        ) as slice_from,
        steps.rate,
        steps.rate_unit,
        broken.step_no is null as holds
    from valued
    inner join {{ ref('stg_terms__deal_steps') }} as steps
        on {{ same_component('valued', 'steps', 'terms_from') }}
    left join broken
        on {{ same_terms('valued', 'broken') }}
        and valued.event_on = broken.event_on
        and steps.step_no = broken.step_no
)

select * from final

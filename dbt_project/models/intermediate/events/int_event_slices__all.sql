{#- Over 120 lines: slabs and slices side by side. -#}
{#-
    What each step prices of an event (COMMISSIONS, Tiers): a slab one piece at the step reached, a
    marginal one slice per step, not rounded. The step reached is the highest whose start and
    conditions hold; each step below it prices its own slice, whatever its conditions, and what
    lies above is priced at the step reached. Where none is reached nothing is priced.
-#}
with

events as (
    select * from {{ ref('int_event_values__running') }}
),

stepped as (
    select
        events.*,
        steps.step_no,
        steps.from_value,
        steps.is_inclusive,
        steps.slice_from,
        steps.rate,
        steps.rate_unit,
        steps.holds,
        steps.metric_value,
        max(
            case
                when steps.holds
                    and (
                        events.running_before + events.event_value > steps.from_value
                        or (
                            events.running_before + events.event_value = steps.from_value
                            and steps.is_inclusive
                        )
                    )
                    then steps.step_no
            end
        ) over (
            partition by events.program_id, events.record_key, events.component_id, events.part_no
        ) as top_no,
        lead(steps.slice_from) over (
            partition by events.program_id, events.record_key, events.component_id, events.part_no
            order by steps.step_no
        ) as next_from
    from events
    inner join {{ ref('int_event_steps__judged') }} as steps
        on {{ same_lead('events', 'steps') }}
        and events.event_on = steps.event_on
),

slabs as (
    select
        *,
        coalesce(metric_value, event_value) as found_value,
        cast(quantity as {{ exact_type() }}) as slice_quantity
    from stepped
    where tier_kind = 'slab'
        and holds
        and (
            coalesce(metric_value, event_value) > from_value
            or (coalesce(metric_value, event_value) = from_value and is_inclusive)
        )
    qualify row_number() over (
        partition by program_id, record_key, component_id, part_no
        order by step_no desc
    ) = 1
),

cut as (
    select
        *,
        least(
            running_before + event_value,
            case when step_no = top_no then running_before + event_value
                else coalesce(next_from, running_before + event_value) end
        ) - greatest(running_before, slice_from) as slice_value
    from stepped
    where tier_kind = 'marginal' and step_no <= top_no
),

marginals as (
    select
        cut.*,
        running_before + event_value as found_value,
        cast(
            case
                when event_value = quantity then slice_value
                when slice_value = event_value then quantity
                else {{ divide_12('quantity * slice_value', 'event_value') }}
            end as {{ exact_type() }}
        ) as slice_quantity
    from cut
    where slice_value > 0
),

together as (
    select
        program_id, record_key, component_id, part_no, lead_deal_id, lead_terms_from, event_on,
        tier_kind, tier_metric, found_value, step_no, from_value, rate, rate_unit, slice_quantity
    from slabs
    union all
    select
        program_id, record_key, component_id, part_no, lead_deal_id, lead_terms_from, event_on,
        tier_kind, tier_metric, found_value, step_no, from_value, rate, rate_unit, slice_quantity
    from marginals
),

final as (
    select
        together.program_id,
        together.record_key,
        together.component_id,
        together.part_no,
        together.event_on,
        together.tier_kind,
        together.tier_metric,
        cast(together.found_value as {{ exact_type() }}) as found_value,
        together.step_no,
        together.from_value,
        together.rate,
        together.rate_unit,
        together.slice_quantity,
        {{ times_ratio_12(
            'together.slice_quantity', 'together.rate', 'coalesce(terms.rate_per, 1)'
        ) }} as slice_amount
    from together
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_lead('together', 'terms', 'valid_from') }}
)

select * from final

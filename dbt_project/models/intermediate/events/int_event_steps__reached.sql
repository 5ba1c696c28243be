{#-
    The step that a slab on a metric of the period, or of a look-back, reaches on a day: the highest
    whose start and conditions hold. Of everybody who has the component: uplines read it as their
    own rate.
-#}
with

steps as (
    select *
    from {{ ref('int_event_steps__judged') }}
    where tier_kind = 'slab' and tier_metric <> 'event'
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        component_type,
        terms_from,
        period_id,
        event_on,
        metric_value,
        step_no,
        rate,
        rate_unit
    from steps
    where holds
        and (metric_value > from_value or (metric_value = from_value and is_inclusive))
    qualify row_number() over (
        partition by program_id, deal_id, component_id, terms_from, event_on
        order by step_no desc
    ) = 1
)

select * from final

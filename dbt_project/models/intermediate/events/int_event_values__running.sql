{#-
    Events of tiered components with what finds their step: the event's own value, or where it
    stands in the running total of its period, in event order (time, then record id).
-#}
with

quantities as (
    select *
    from {{ ref('int_event_quantities__all') }}
    where refusal_code is null and component_type <> 'cpa'
),

terms as (
    select program_id, deal_id, component_id, valid_from, tier_kind, tier_metric, calendar_id
    from {{ ref('stg_terms__deal_components') }}
    where tier_kind in ('slab', 'marginal')
),

valued as (
    select
        quantities.program_id,
        quantities.record_key,
        quantities.component_id,
        quantities.part_no,
        quantities.lead_deal_id,
        quantities.lead_terms_from,
        quantities.event_on,
        quantities.occurred_at,
        quantities.quantity,
        quantities.is_rejected,
        terms.tier_kind,
        coalesce(terms.tier_metric, 'event') as tier_metric,
        periods.period_id,
        cast(
            case
                when quantities.is_rejected then 0
                when coalesce(terms.tier_metric, 'event') = 'event' then quantities.step_value
                when terms.tier_metric = 'lots' and quantities.component_type <> 'per_lot'
                    then quantities.raw_quantity
                when terms.tier_metric in ('registrations', 'sales') then 1
                else quantities.quantity
            end as {{ exact_type() }}
        ) as event_value
    from quantities
    inner join terms on {{ same_lead('quantities', 'terms', 'valid_from') }}
    inner join {{ ref('int_periods__daily') }} as periods
        on terms.program_id = periods.program_id
        and terms.calendar_id = periods.calendar_id
        and quantities.event_on = periods.day
),

final as (
    select
        program_id,
        record_key,
        component_id,
        part_no,
        lead_deal_id,
        lead_terms_from,
        period_id,
        event_on,
        tier_kind,
        tier_metric,
        quantity,
        is_rejected,
        event_value,
        cast(
            case
                when tier_metric = 'event' then 0
                else sum(event_value) over (
                    partition by program_id, lead_deal_id, component_id, period_id
                    order by occurred_at, record_key, part_no
                    rows between unbounded preceding and current row
                ) - event_value
            end as {{ exact_type() }}
        ) as running_before
    from valued
)

select * from final

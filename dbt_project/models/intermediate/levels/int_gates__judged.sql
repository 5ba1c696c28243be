{#-
    Gates of event components and overrides, each period tested alone: whether it is met, and the
    first later period that meets it, which releases what is locked (COMMISSIONS, Gates and caps).
-#}
with

gated as (
    select program_id, deal_id, component_id, valid_from as terms_from, gate_metric, gate_minimum,
        gate_look_back, gate_look_back_n, coalesce(gate_network, false) as gate_network,
        calendar_id
    from {{ ref('stg_terms__deal_components') }}
    where gate_metric is not null and (family = 'event' or component_type = 'override')
),

metrics as (
    select * from {{ ref('int_tier_metrics__valued') }} where is_own and event_on is null
),

tested as (
    select
        gated.program_id,
        gated.deal_id,
        gated.component_id,
        gated.terms_from,
        periods.period_id,
        periods.period_no,
        periods.ends_on,
        coalesce(metrics.value, 0) >= gated.gate_minimum as is_open
    from gated
    inner join metrics
        on {{ same_terms('gated', 'metrics') }}
        and gated.gate_metric = metrics.metric
        and gated.gate_look_back is not distinct from metrics.look_back
        and gated.gate_look_back_n is not distinct from metrics.look_back_n
        and gated.gate_network = metrics.network
    inner join {{ ref('stg_portal__periods') }} as periods
        on gated.program_id = periods.program_id
        and gated.calendar_id = periods.calendar_id
        and metrics.period_id = periods.period_id
),

-- Terms may change between two periods: what is locked goes on by component, and a period in which
-- the component has no gate is an open one
without_gate as (
    select terms.program_id, terms.deal_id, terms.component_id, periods.period_no, periods.ends_on
    from {{ ref('stg_terms__deal_components') }} as terms
    inner join (select distinct program_id, deal_id, component_id from gated) as once
        on terms.program_id = once.program_id
        and terms.deal_id = once.deal_id
        and terms.component_id = once.component_id
    inner join {{ ref('int_periods__begun') }} as periods
        on terms.program_id = periods.program_id
        and terms.calendar_id = periods.calendar_id
        and terms.valid_from <= periods.ends_on
        and periods.starts_on <= terms.valid_to
    where terms.gate_metric is null
),

openings as (
    select program_id, deal_id, component_id, period_no, ends_on from tested where is_open
    union all
    select program_id, deal_id, component_id, period_no, ends_on from without_gate
),

final as (
    select
        tested.program_id,
        tested.deal_id,
        tested.component_id,
        tested.terms_from,
        tested.period_id,
        tested.is_open,
        min(case when not tested.is_open then openings.ends_on end) as released_on
    from tested
    left join openings
        on tested.program_id = openings.program_id
        and tested.deal_id = openings.deal_id
        and tested.component_id = openings.component_id
        and tested.period_no < openings.period_no
    group by
        tested.program_id, tested.deal_id, tested.component_id, tested.terms_from,
        tested.period_id, tested.is_open
)

select * from final

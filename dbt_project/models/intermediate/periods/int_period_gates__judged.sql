{#-
    Whether a period component's gate is met in a period, each period alone (COMMISSIONS, Gates and
    caps); a component without a gate is open. `opened_period_id` is the first later period that
    meets it: there what this one locked is released. After the deal's end nothing is.
-#}
with

components as (
    select
        program_id, deal_id, component_id, valid_from as terms_from, valid_to, calendar_id,
        gate_metric as metric, gate_minimum, gate_look_back as look_back,
        gate_look_back_n as look_back_n, gate_network as network
    from {{ ref('stg_terms__deal_components') }}
    -- what an id becomes without a gate opens what it has locked before
    where family = 'period' or gate_metric is null
),

gated as (
    select distinct program_id, deal_id, component_id
    from components
    where metric is not null
),

-- The terms of the period's last day
in_force as (
    select components.*, periods.period_id, periods.period_no, periods.ends_on
    from components
    inner join gated
        on components.program_id = gated.program_id
        and components.deal_id = gated.deal_id
        and components.component_id = gated.component_id
    inner join {{ ref('int_periods__begun') }} as periods
        on components.program_id = periods.program_id
        and components.calendar_id = periods.calendar_id
        and components.terms_from <= periods.ends_on
        and periods.starts_on <= components.valid_to
    qualify row_number() over (
        partition by
            components.program_id, components.deal_id, components.component_id, periods.period_id
        order by components.terms_from desc
    ) = 1
),

judged as (
    select
        in_force.*,
        coalesce(metrics.value, 0) as found,
        in_force.metric is null or coalesce(metrics.value, 0) >= in_force.gate_minimum as is_open
    from in_force
    left join {{ ref('int_tier_metrics__valued') }} as metrics
        on {{ same_terms('in_force', 'metrics') }}
        and metrics.is_own
        and in_force.period_id = metrics.period_id
        and metrics.event_on is null
        and {{ metric_key('in_force.') }} = metrics.metric_key
),

openings as (
    select
        judged.program_id, judged.deal_id, judged.component_id, judged.period_id,
        opened.period_id as opened_period_id, opened.ends_on as opened_on
    from judged
    inner join judged as opened
        on judged.program_id = opened.program_id
        and judged.deal_id = opened.deal_id
        and judged.component_id = opened.component_id
        and judged.period_no < opened.period_no
        and opened.is_open
    where not judged.is_open
    qualify row_number() over (
        partition by
            judged.program_id, judged.deal_id, judged.component_id, judged.period_id
        order by opened.period_no
    ) = 1
),

final as (
    select
        judged.program_id,
        judged.deal_id,
        judged.component_id,
        judged.period_id,
        judged.terms_from,
        judged.metric,
        judged.look_back,
        judged.network,
        judged.gate_minimum,
        cast(judged.found as {{ exact_type() }}) as found,
        judged.is_open,
        openings.opened_period_id,
        openings.opened_on
    from judged
    left join openings
        on judged.program_id = openings.program_id
        and judged.deal_id = openings.deal_id
        and judged.component_id = openings.component_id
        and judged.period_id = openings.period_id
)

select * from final

{#- Metrics of one period each, also of periods that only a look-back reads. -#}
with

asked as (
    select distinct
        program_id, deal_id, component_id, terms_from, subject_partner_id, calendar_id, network,
        metric, active_metric, active_minimum
    from {{ ref('int_metrics__asked') }}
    where coalesce(look_back, '') <> 'rolling_days' and metric <> 'commission'
),

-- Clients first, because an active one counts once and may need a minimum of its own
by_client as (
    select
        asked.program_id, asked.deal_id, asked.component_id, asked.terms_from,
        asked.subject_partner_id, asked.network, asked.metric, asked.active_metric,
        asked.active_minimum, periods.period_id, periods.period_no, measured.client_id,
        {% for name in metric_measures() -%}
        sum(measured.{{ name }}) as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from asked
    inner join {{ ref('int_metric_days__measured') }} as measured
        on {{ same_terms('asked', 'measured') }}
        and asked.subject_partner_id = measured.subject_partner_id
        and asked.network = measured.network
    inner join {{ ref('int_periods__daily') }} as periods
        on asked.program_id = periods.program_id
        and asked.calendar_id = periods.calendar_id
        and measured.event_on = periods.day
    group by
        asked.program_id, asked.deal_id, asked.component_id, asked.terms_from,
        asked.subject_partner_id, asked.network, asked.metric, asked.active_metric,
        asked.active_minimum, periods.period_id, periods.period_no, measured.client_id
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        terms_from,
        subject_partner_id,
        network,
        metric,
        period_id,
        period_no,
        cast({{ metric_value_of_clients() }} as {{ exact_type() }}) as value
    from by_client
    group by
        program_id, deal_id, component_id, terms_from, subject_partner_id, network, metric,
        period_id, period_no
)

select * from final

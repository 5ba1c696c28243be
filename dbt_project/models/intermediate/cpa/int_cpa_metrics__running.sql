{#- Over 120 lines: the days before, the facts of the day and the clients that qualified on it. -#}
{#-
    Counting tiers with `retroactive: false` read their metrics up to and including the qualifying
    fact (RULINGS, CPA): the days before in the period, and of the day what is not later.
-#}
{%- set measures = metric_measures() -%}
with

qualified as (
    select
        clients.program_id, clients.client_id, clients.record_key, clients.event_on,
        clients.occurred_at, clients.deal_id, clients.component_id, clients.terms_from,
        clients.moment_no,
        clients.occurred_at = {{ local_day_end('clients.event_on', 'programs.time_zone') }}
            as is_daily
    from {{ ref('int_cpa_clients__qualified') }} as clients
    inner join {{ ref('stg_portal__programs') }} as programs
        on clients.program_id = programs.program_id
    where clients.tier_kind = 'marginal'
),

asked as (
    select *
    from {{ ref('int_metrics__asked') }}
    where component_type = 'cpa' and look_back is null
),

asking as (
    select
        qualified.*, asked.subject_partner_id, asked.network, asked.metric, asked.metric_key,
        asked.active_metric, asked.active_minimum, asked.currency_code, periods.period_id,
        periods.calendar_id
    from qualified
    inner join asked on {{ same_terms('qualified', 'asked') }}
    inner join {{ ref('int_periods__daily') }} as periods
        on asked.program_id = periods.program_id
        and asked.calendar_id = periods.calendar_id
        and qualified.event_on = periods.day
),

members as (
    select * from {{ ref('int_metric_members__dated') }}
),

days_before as (
    select
        asking.program_id, asking.record_key, asking.deal_id, asking.component_id,
        asking.terms_from, asking.metric, asking.metric_key, asking.active_metric,
        asking.active_minimum, measured.client_id,
        {% for name in measures -%}
        measured.{{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from asking
    inner join {{ ref('int_metric_days__measured') }} as measured
        on {{ same_terms('asking', 'measured') }}
        and asking.subject_partner_id = measured.subject_partner_id
        and asking.network = measured.network
        and measured.event_on < asking.event_on
    inner join {{ ref('int_periods__daily') }} as periods
        on asking.program_id = periods.program_id
        and asking.calendar_id = periods.calendar_id
        and asking.period_id = periods.period_id
        and measured.event_on = periods.day
),

facts_of_day as (
    select
        asking.program_id, asking.record_key, asking.deal_id, asking.component_id,
        asking.terms_from, asking.metric, asking.metric_key, asking.active_metric,
        asking.active_minimum, facts.client_id,
        {% for name in measures -%}
        {% if name == 'qualified' -%} 0 as qualified,
        {% elif name in ('deposits', 'net_revenue', 'net_sales', 'turnover') -%}
        {{ exact('facts.' ~ name ~ ' * coalesce(fx.fx_rate, 0)') }} as {{ name }}
            {{- ',' if not loop.last }}
        {% else -%} facts.{{ name }}{{ ',' if not loop.last }}
        {% endif -%}
        {% endfor -%}
    from asking
    inner join members
        on asking.program_id = members.program_id
        and asking.deal_id = members.deal_id
        and asking.subject_partner_id = members.subject_partner_id
        and asking.network = members.network
        and asking.event_on between members.valid_from and members.valid_to
    inner join {{ ref('int_cpa_day_facts__listed') }} as facts
        on members.program_id = facts.program_id
        and members.member_partner_id = facts.chain_partner_id
        and members.brand_key = facts.brand_key
        and asking.event_on = facts.event_on
        and (
            facts.is_daily < case when asking.is_daily then 1 else 0 end
            or (
                facts.is_daily = case when asking.is_daily then 1 else 0 end
                and (
                    facts.occurred_at < asking.occurred_at
                    or (
                        facts.occurred_at = asking.occurred_at
                        and facts.record_key <= asking.record_key
                    )
                )
            )
        )
    left join {{ ref('int_fx_rates__daily') }} as fx
        on facts.program_id = fx.program_id
        and facts.event_on = fx.event_on
        and facts.currency_code = fx.source_currency_code
        and asking.currency_code = fx.currency_code
),

-- In the order of time, then of the client's id
qualified_of_day as (
    select
        asking.program_id, asking.record_key, asking.deal_id, asking.component_id,
        asking.terms_from, asking.metric, asking.metric_key, asking.active_metric,
        asking.active_minimum, earlier.client_id,
        {% for name in measures -%}
        {{ 1 if name == 'qualified' else 0 }} as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from asking
    inner join members
        on asking.program_id = members.program_id
        and asking.deal_id = members.deal_id
        and asking.subject_partner_id = members.subject_partner_id
        and asking.network = members.network
        and asking.event_on between members.valid_from and members.valid_to
    inner join {{ ref('int_cpa_clients__qualified') }} as earlier
        on members.program_id = earlier.program_id
        and members.member_partner_id = earlier.partner_id
        and members.brand_key = earlier.brand_key
        and asking.component_id = earlier.component_id
        and asking.event_on = earlier.event_on
        and not earlier.is_excluded
        and (
            earlier.occurred_at < asking.occurred_at
            or (
                earlier.occurred_at = asking.occurred_at
                and earlier.client_id <= asking.client_id
            )
        )
),

together as (
    select * from days_before
    union all
    select * from facts_of_day
    union all
    select * from qualified_of_day
),

by_client as (
    select
        program_id, record_key, deal_id, component_id, terms_from, metric, metric_key,
        active_metric, active_minimum, client_id,
        {% for name in measures -%}
        sum({{ name }}) as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from together
    group by
        program_id, record_key, deal_id, component_id, terms_from, metric, metric_key,
        active_metric, active_minimum, client_id
),

final as (
    select
        program_id,
        record_key,
        deal_id,
        component_id,
        terms_from,
        metric_key,
        cast({{ metric_value_of_clients() }} as {{ exact_type() }}) as value
    from by_client
    group by program_id, record_key, deal_id, component_id, terms_from, metric_key
)

select * from final

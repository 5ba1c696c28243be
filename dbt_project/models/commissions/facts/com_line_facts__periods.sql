{#- Over 120 lines: the sections of a period line side by side. -#}
{#- What every period component may have: days, steps with their conditions, caps, a gate. -#}
{%- set key = 'program_id, deal_id, component_id, period_id, distance' -%}
{%- set no_text = 'cast(null as varchar)' -%}
{%- set no_amount -%} cast(null as {{ exact_type() }}) {%- endset -%}
with

lines as (
    {{ period_lines_told() }}
),

days as (
    select
        {{ key }}, 'operand' as section, '1' as sort_key, 'period_days' as code,
        {{ no_text }} as subject,
        {{ no_text }} as asked, {{ no_text }} as found, {{ no_text }} as verdict,
        {{ no_amount }} as amount, cast(period_days as {{ exact_type() }}) as quantity,
        cast(null as decimal(18,8)) as rate, 'days' as unit
    from {{ ref('int_period_terms__in_force') }}
    where component_type = 'flat_fee' and active_days <> period_days
),

values_found as (
    select {{ key }}, max(step_value) as step_value
    from {{ ref('int_revshare_accounts__priced') }}
    group by {{ key }}
),

steps as (
    select
        steps.program_id, steps.deal_id, steps.component_id, steps.period_id, steps.distance,
        'step' as section, lpad(cast(steps.step_no as varchar), 4, '0') || '|0000' as sort_key,
        steps.metric as code, cast(steps.step_no as varchar) as subject,
        case when steps.is_inclusive then 'from ' else 'above ' end
        || cast(steps.from_value as varchar) as asked,
        cast(cast(
            case when steps.is_base then values_found.step_value else steps.metric_value end
            as decimal(38,4)
        ) as varchar) as found,
        {{ no_text }} as verdict, {{ no_amount }} as amount, {{ no_amount }} as quantity,
        steps.rate, {{ no_text }} as unit
    from {{ ref('int_period_steps__judged') }} as steps
    left join values_found on {{ same_period_line('steps', 'values_found') }}
),

-- What a step asks for beside its start
step_conditions as (
    select
        {{ key }}, 'step_condition' as section,
        lpad(cast(step_no as varchar), 4, '0') || '|' || lpad(cast(position as varchar), 4, '0')
            as sort_key,
        metric as code, cast(step_no as varchar) as subject,
        case when is_inclusive then 'from ' else 'above ' end || cast(minimum as varchar) as asked,
        cast(cast(value as decimal(38,4)) as varchar) as found,
        case when is_met then 'met' else 'not_met' end as verdict,
        {{ no_amount }} as amount, {{ no_amount }} as quantity,
        cast(null as decimal(18,8)) as rate, {{ no_text }} as unit
    from {{ ref('int_period_conditions__judged') }}
    where position > 0
),

capped as (
    select
        {{ key }}, 'cap' as section, '1' as sort_key, 'deal' as code, {{ no_text }} as subject,
        {{ no_text }} as asked, {{ no_text }} as found, {{ no_text }} as verdict,
        uncapped_amount - exact_amount as amount, {{ no_amount }} as quantity,
        cast(null as decimal(18,8)) as rate, {{ no_text }} as unit
    from {{ ref('int_period_amounts__capped') }}
    where is_capped
),

-- The gate that a positive amount waits at, whether it is met or not
gated as (
    select
        lines.program_id, lines.deal_id, lines.component_id, lines.period_id, lines.distance,
        'condition' as section, gates.metric as sort_key, gates.metric as code,
        {{ no_text }} as subject,
        cast(cast(gates.gate_minimum as decimal(38,4)) as varchar) as asked,
        cast(cast(gates.found as decimal(38,4)) as varchar) as found,
        case when gates.is_open then 'met' else 'not_met' end as verdict,
        {{ no_amount }} as amount, {{ no_amount }} as quantity,
        cast(null as decimal(18,8)) as rate,
        case
            when gates.metric in ('deposits', 'net_revenue', 'net_sales', 'turnover', 'commission')
                then lines.currency_code
            else ''
        end as unit
    from lines
    inner join {{ ref('int_period_gates__judged') }} as gates
        on lines.program_id = gates.program_id
        and lines.deal_id = gates.deal_id
        and lines.component_id = gates.component_id
        and lines.period_id = gates.period_id
    where gates.metric is not null
),

together as (
    {% for section in ['days', 'steps', 'step_conditions', 'capped', 'gated'] -%}
    select * from {{ section }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

final as (
    select
        {{- select_columns(fact_columns(), {
            'program_id': 'lines.program_id',
            'period_id': 'lines.period_id',
            'line_id': 'lines.line_id',
            'section': 'together.section',
            'position': 'row_number() over (
                partition by lines.line_id, together.section order by together.sort_key
            )',
            'code': 'together.code',
            'subject': 'together.subject',
            'asked': 'together.asked',
            'found': 'together.found',
            'verdict': "coalesce(together.verdict, 'none')",
            'amount': 'together.amount',
            'quantity': 'together.quantity',
            'rate': 'together.rate',
            'unit': "nullif(coalesce(together.unit, lines.currency_code), '')",
            'on_date': 'lines.event_on',
        }) }}
    from lines
    inner join together on {{ same_period_line('lines', 'together') }}
)

select * from final

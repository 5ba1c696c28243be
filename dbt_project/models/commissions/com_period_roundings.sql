{#-
    Under `rounding: period` a line stays exact and the entry is the rounded sum of partner x deal
    x component x period. Each line carries the step that its amount adds to the rounded running
    sum, so the lines add up to the entry.
-#}
{%- set types = ['per_lot', 'events', 'override', 'rebate', 'periods'] -%}

with

lines as (
    {% for type in types -%}
    select
        program_id, partner_id, deal_id, component_id, period_id, currency_code, line_id, level,
        line_kind, event_on, occurred_at, event_record_key, exact_amount, digits
    from {{ ref('com_lines__' ~ type) }}
    where rounding = 'period'
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

summed as (
    select
        *,
        sum(exact_amount) over (
            partition by
                program_id, partner_id, deal_id, {{ plan_component_id('component_id') }},
                period_id, currency_code
            order by
                event_on, occurred_at nulls last, event_record_key nulls last, level, line_kind,
                line_id
            rows between unbounded preceding and current row
        ) as running_amount
    from lines
),

final as (
    select
        program_id,
        line_id,
        cast(
            {{ to_minor('running_amount', 'digits') }}
            - {{ to_minor('running_amount - exact_amount', 'digits') }} as bigint
        ) as amount_minor
    from summed
)

select * from final

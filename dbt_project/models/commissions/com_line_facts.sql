{#- A component type that explains its lines is one model in facts/ and one name in this list. -#}
{%- set types = ['cpa', 'events', 'levels', 'revshare', 'periods', 'digits'] -%}

with

facts as (
    {% for type in types -%}
    select * from {{ ref('com_line_facts__' ~ type) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

final as (
    select
        program_id,
        period_id,
        line_id,
        section,
        position,
        code,
        subject,
        asked,
        found,
        verdict,
        amount,
        quantity,
        rate,
        unit,
        on_date,
        ref,
        file_name,
        file_row
    from facts
)

select * from final

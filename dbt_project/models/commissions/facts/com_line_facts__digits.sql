{#- To how many digits a line is rounded whose component keeps more than its currency has. -#}
{%- set types = ['events', 'override', 'rebate', 'periods'] -%}
with

lines as (
    {% for type in types -%}
    select
        lines.program_id, lines.period_id, lines.line_id, lines.event_on, lines.file_name,
        lines.file_row, lines.digits
    from {{ ref('com_lines__' ~ type) }} as lines
    inner join {{ ref('currencies') }} as currencies
        on lines.currency_code = currencies.currency_code
    where lines.rounding = 'line' and lines.digits > currencies.digits
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

final as (
    select
        {{- select_columns(fact_columns(), {
            'program_id': 'program_id',
            'period_id': 'period_id',
            'line_id': 'line_id',
            'section': "'rounding'",
            'position': '1',
            'code': "'line_digits'",
            'verdict': "'none'",
            'quantity': 'digits',
            'on_date': 'event_on',
            'file_name': 'file_name',
            'file_row': 'file_row',
        }) }}
    from lines
)

select * from final

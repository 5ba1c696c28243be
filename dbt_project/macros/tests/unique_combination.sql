{#- Rows that share a key that must be unique; program_id says whose failure it is. -#}
{% test unique_combination(model, columns) %}
select
    {% if 'program_id' in columns %}{% else %}min(program_id) as program_id, {% endif -%}
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}

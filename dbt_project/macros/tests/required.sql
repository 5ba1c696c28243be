{#- Rows where one of the columns is missing; program_id says whose failure it is. -#}
{% test required(model, columns) %}
select
    program_id,
    {% for column in columns if column != 'program_id' -%}
    {{ column }}{{ ', ' if not loop.last }}
    {%- endfor %}
from {{ model }}
where {% for column in columns %}{{ column }} is null{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}

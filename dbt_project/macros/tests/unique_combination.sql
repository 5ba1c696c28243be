{#-
    Rows that share a key that must be unique; program_id says whose failure it is. Where a table
    of numbers does not name programs (`has_program: false`), a failure is everybody's.
-#}
{% test unique_combination(model, columns, has_program=true) %}
select
    {% if has_program and 'program_id' not in columns %}min(program_id) as program_id, {% endif -%}
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}

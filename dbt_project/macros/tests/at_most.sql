{#- Rows where a number is larger than what the models can do. Returns program_id. -#}
{% test at_most(model, column, most) %}
select program_id, {{ column }}
from {{ model }}
where {{ column }} > {{ most }}
{% endtest %}

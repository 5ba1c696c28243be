{#- A decimal rounded to a literal number of places, half away from zero; stays a decimal. -#}
{% macro round_half_away(amount, places) -%}
    round({{ amount }}, {{ places }})
{%- endmacro %}

{#- The exact type of amounts between two roundings. -#}
{% macro exact(expression) -%}
    cast({{ expression }} as {{ exact_type() }})
{%- endmacro %}

{% macro exact_type() %}decimal(38,12){% endmacro %}

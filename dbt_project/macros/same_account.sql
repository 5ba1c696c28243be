{#- One client's and product's part of a carryover account in a period of a revenue share. -#}
{% macro same_account(left, right) -%}
    {{ same_period_line(left, right) }}
        and {{ left }}.account_key = {{ right }}.account_key
        and {{ left }}.client_id = {{ right }}.client_id
        and {{ left }}.product = {{ right }}.product
{%- endmacro %}

{#-
    A period component of a deal in a period. `distance` is 0; an override on a period's revenue
    is computed for each distance by itself (RULINGS, Levels).
-#}
{% macro same_period_line(left, right) -%}
    {{ left }}.program_id = {{ right }}.program_id
        and {{ left }}.deal_id = {{ right }}.deal_id
        and {{ left }}.component_id = {{ right }}.component_id
        and {{ left }}.period_id = {{ right }}.period_id
        and {{ left }}.distance = {{ right }}.distance
{%- endmacro %}

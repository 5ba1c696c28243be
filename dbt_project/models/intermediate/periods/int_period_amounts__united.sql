{{ config(materialized='view') }}

{#- A new period component is one model int_period_amounts__<type> and one name in this list. -#}
{%- set types = ['bonus', 'flat_fee', 'revshare'] -%}

{% for type in types -%}
select
    program_id, deal_id, component_id, period_id, distance, terms_from, component_type, step_no,
    formula_code, quantity, quantity_unit, rate, rate_unit, base_amount, amount, recorded_at
from {{ ref('int_period_amounts__' ~ type) }}
{% if not loop.last %}union all{% endif %}
{% endfor -%}

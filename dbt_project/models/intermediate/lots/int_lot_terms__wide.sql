{#- What a lot earns at five levels, side by side: a missing level is null. -#}
select
    terms_key,
    program_id,
    lot_key,
    valid_from,
    valid_to,
    lead_deal_id,
    component_id,
    lead_terms_from,
    minimum_holding_seconds,
    count(rate_minor) = count(*) as is_narrow,
    {% for slot in lot_slots() -%}
    max(case when slot = {{ slot }} then rate_minor end)
        as rate_{{ slot }}{{ ',' if not loop.last }}
    {% endfor %}
from {{ ref('int_lot_levels__cut') }}
group by
    terms_key, program_id, lot_key, valid_from, valid_to, lead_deal_id, component_id,
    lead_terms_from, minimum_holding_seconds

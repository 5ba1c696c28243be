{#- What a lead is, whatever kind of account it speaks for (int_lot_leads__chosen). -#}
{% macro lead_columns() -%}
program_id, partner_id, brand_key, valid_from, valid_to, deal_id, component_id, terms_from,
        algebra, duration_months, hold_days, digits, currency_code, rounding,
        minimum_holding_seconds
{%- endmacro %}

{#- Whether a plan's word for account types means the account of a relation: see per_lot plans. -#}
{% macro is_account_of(word, relation) -%}
    (case lower({{ word }})
            when 'live' then not {{ relation }}.is_demo
            when 'demo' then {{ relation }}.is_demo
            else coalesce(lower({{ word }}) = lower({{ relation }}.account_type), false)
        end)
{%- endmacro %}

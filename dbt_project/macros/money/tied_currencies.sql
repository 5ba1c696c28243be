{#-
    Each currency with the one that its rate is found through: itself, or what it is tied to
    (COMMISSIONS, Money). The parity is wider than 18 digits: else a product with a rate such as
    165.32 yen stops the run.
-#}
{% macro tied_currencies() -%}
    select
        currency_code,
        coalesce(nullif(parity_to, ''), currency_code) as base_code,
        cast(coalesce(parity, 1) as decimal(20,8)) as parity
    from {{ ref('currencies') }}
{%- endmacro %}

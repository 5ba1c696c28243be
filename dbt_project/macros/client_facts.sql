{#-
    Rows of a relation as changes of one metric of their client. A daily row counts at the last
    instant of its day (COMMISSIONS, Time), so it sorts behind the day's other facts.
-#}
{% macro client_facts(relation, metric, value, daily=false) -%}
    select
        program_id,
        client_id,
        record_key,
        brand_key,
        event_on,
        {{ '1' if daily else '0' }} as is_daily,
        occurred_at,
        '{{ metric }}' as metric,
        cast({{ value }} as decimal(18,4)) as value,
        {{ 'cast(null as varchar)' if metric in ('lots', 'trades', 'identity_verified')
            else 'currency_code' }} as currency_code
    from {{ relation }}
{%- endmacro %}

{#-
    The conversions that those of a relation take back, with their type: whether a chargeback lowers
    deposits or sales.
-#}
{% macro facts_named_by(conversions) -%}
    select program_id, event_id, min(conversion_type) as conversion_type
    from {{ ref('int_conversions__attributed') }}
    where event_id in (select {{ conversions }}.refunds from {{ conversions }})
    group by program_id, event_id
{%- endmacro %}

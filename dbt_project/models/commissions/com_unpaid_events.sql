{#- A new kind of event is one model in unpaid/ and one name in this list. -#}
{%- set kinds = ['trades', 'conversions', 'events', 'clients'] -%}
{{ config(materialized='view') }}

with

events as (
    {% for kind in kinds -%}
    select * from {{ ref('com_unpaid__' ~ kind) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

final as (
    select
        program_id,
        calendar_id,
        period_id,
        event_record_key,
        {{ plan_component_id('component_id') }} as component_id,
        direct_partner_id,
        deal_id,
        client_id,
        event_on,
        occurred_at,
        event_kind,
        symbol,
        quantity,
        amount,
        currency_code,
        reason_code,
        asked,
        found,
        file_name,
        file_row
    from events
)

select * from final

{{ config(materialized='view') }}

{#-
    All that counts of a client's day: activity is one row a record as it stands, what conversions
    and trades add up to is stored beside it. A view, because most of it is stored already.
-#}
{%- set of_activity = [
    'stakes', 'payouts', 'voids', 'bonus_cost', 'jackpot_contribution', 'chargebacks',
    'adjustments', 'net_revenue',
] -%}
{%- set of_events = ['deposits', 'withdrawals', 'deposit_chargebacks', 'sales', 'refunds'] -%}
{%- set counts = ['sale_count', 'registration_count', 'trade_count'] -%}
select
    program_id,
    event_on,
    chain_partner_id as partner_id,
    is_own,
    brand_key,
    client_id,
    coalesce(product, '') as product,
    currency_code,
    record_key,
    {% for name in of_activity -%}
    cast({{ name }} as decimal(18,4)) as {{ name }},
    {% endfor -%}
    {% for name in of_events -%}
    cast(0 as decimal(18,4)) as {{ name }},
    {% endfor -%}
    {% for name in counts -%}
    cast(0 as bigint) as {{ name }},
    {% endfor -%}
    cast(0 as decimal(18,4)) as lots,
    recorded_at
from {{ ref('int_activity__attributed') }}
where not is_rejected and chain_partner_id is not null
union all
select
    program_id,
    event_on,
    partner_id,
    is_own,
    brand_key,
    client_id,
    product,
    currency_code,
    '' as record_key,
    {% for name in of_activity -%}
    cast(0 as decimal(18,4)) as {{ name }},
    {% endfor -%}
    {% for name in of_events + counts -%}
    {{ name }},
    {% endfor -%}
    lots,
    recorded_at
from {{ ref('int_client_event_days__summed') }}

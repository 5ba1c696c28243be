{#- Several clients of one partner from one address or device. -#}
{{ config(materialized='view') }}
{%- set shared = [('shared_address', 'ip_hash'), ('shared_device', 'device_hash')] -%}
with

clients as (
    select * from {{ ref('int_signal_clients__clicked') }} where partner_id is not null
),
{% for code, trait in shared %}
-- Who registered within the window that ends at the client's registration
{{ code }}_pairs as (
    select
        later.program_id,
        later.partner_id,
        later.client_id as last_client_id,
        later.registered_at as last_at,
        earlier.client_id,
        earlier.registration_record_key,
        rules.threshold
    from clients as later
    inner join {{ signal_rule(code) }} as rules
        on later.program_id = rules.program_id
    inner join clients as earlier
        on
            later.program_id = earlier.program_id
            and later.partner_id = earlier.partner_id
            and later.{{ trait }} = earlier.{{ trait }}
            and {{ seconds_between('earlier.registered_at', 'later.registered_at') }}
            between 0 and rules.window_seconds
),

{{ code }}_windows as (
    select
        program_id,
        last_client_id,
        count(*) as client_count,
        list(registration_record_key order by registration_record_key) as records
    from {{ code }}_pairs
    group by program_id, last_client_id, threshold
    having count(*) >= threshold
),

{{ code }} as (
    select
        pairs.program_id,
        '{{ code }}' as signal_code,
        pairs.client_id as target_id,
        pairs.partner_id,
        max(windows.client_count) as measured,
        min(pairs.last_at) as first_seen_at,
        {{ evidence(
            {'clients': 'max(windows.client_count)'},
            'arg_max(windows.records, (windows.client_count, windows.last_client_id))'
        ) }} as evidence
    from {{ code }}_pairs as pairs
    inner join {{ code }}_windows as windows
        on
            pairs.program_id = windows.program_id
            and pairs.last_client_id = windows.last_client_id
    group by pairs.program_id, pairs.client_id, pairs.partner_id
){{ ',' if not loop.last }}
{% endfor %}
select * from shared_address
union all
select * from shared_device

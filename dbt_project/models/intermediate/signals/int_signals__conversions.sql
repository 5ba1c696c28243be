{#- What a single registration says beside its click. -#}
{{ config(materialized='view') }}
with

clients as (
    select
        *,
        {{ seconds_between('clicked_at', 'registered_at') }} as wait_seconds
    from {{ ref('int_signal_clients__clicked') }}
    where partner_id is not null and click_record_key is not null
),
{% for code, measured, condition, named in [
    ('quick_conversion', 'wait_seconds', 'clients.wait_seconds < rules.threshold', 'seconds'),
    (
        'late_conversion', 'wait_seconds // 3600',
        'clients.wait_seconds >= 3600 * rules.threshold', 'hours'
    ),
    ('data_centre', '1', "clients.network_class = 'data_centre'", 'clicks'),
    (
        'country_mismatch', '1', 'clients.clicked_country <> clients.registered_country',
        'registrations'
    ),
] %}
{{ code }} as (
    select
        clients.program_id,
        '{{ code }}' as signal_code,
        clients.client_id as target_id,
        clients.partner_id,
        {{ measured }} as measured,
        clients.registered_at as first_seen_at,
        {{ evidence(
            {named: measured}
            if code != 'country_mismatch'
            else {
                'click': 'clients.clicked_country', 'registration': 'clients.registered_country'
            },
            '[clients.click_record_key, clients.registration_record_key]'
        ) }} as evidence
    from clients
    inner join {{ signal_rule(code) }} as rules
        on clients.program_id = rules.program_id
    where {{ condition }}
),
{% endfor %}
final as (
    select * from quick_conversion
    union all
    select * from late_conversion
    union all
    select * from data_centre
    union all
    select * from country_mismatch
)

select * from final

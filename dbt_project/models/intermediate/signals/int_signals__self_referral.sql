{#- Clients that came from an address of the partner's own: its accounts', or its people's. -#}
{{ config(materialized='view') }}
{%- set address_days = 30 -%}
with

clients as (
    select * from {{ ref('int_signal_clients__clicked') }} where partner_id is not null
),

-- What of the partner's own the client's click shares an address with: accounts, and sign-ins
-- of its people not longer before or after than an address usually stays with somebody
self_referral_found as (
    select
        clients.program_id,
        clients.client_id,
        'account' as found_kind,
        own.client_id as found_id,
        own.registration_record_key as record_key
    from clients
    inner join {{ ref('int_signal_clients__clicked') }} as own
        on
            clients.program_id = own.program_id
            and clients.partner_id = own.own_partner_id
            and clients.ip_hash = own.ip_hash
    union all
    select
        clients.program_id,
        clients.client_id,
        'sign_in' as found_kind,
        members.ip_hash as found_id,
        clients.click_record_key as record_key
    from clients
    inner join {{ ref('stg_portal__member_addresses') }} as members
        on
            clients.program_id = members.program_id
            and clients.partner_id = members.partner_id
            and clients.ip_hash = members.ip_hash
    where
        clients.clicked_on >= {{ add_days('members.first_seen_on', -address_days) }}
        and clients.clicked_on <= {{ add_days('members.last_seen_on', address_days) }}
),

final as (
    select
        clients.program_id,
        'self_referral' as signal_code,
        clients.client_id as target_id,
        clients.partner_id,
        count(distinct found.found_id) as measured,
        clients.registered_at as first_seen_at,
        {{ evidence(
            {
                'own_accounts': "count(distinct case when found.found_kind = 'account' "
                "then found.found_id end)",
                'own_sign_ins': "count(distinct case when found.found_kind = 'sign_in' "
                "then found.found_id end)"
            },
            'list(found.record_key order by found.record_key)'
        ) }} as evidence
    from clients
    inner join {{ signal_rule('self_referral') }} as rules
        on clients.program_id = rules.program_id
    inner join self_referral_found as found
        on
            clients.program_id = found.program_id
            and clients.client_id = found.client_id
    where clients.own_partner_id is null
    group by clients.program_id, clients.client_id, clients.partner_id, clients.registered_at
)

select * from final

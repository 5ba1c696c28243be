{{ config(materialized='view') }}

with

clients as (
    select * from {{ ref('int_clients__registered') }}
),

clicks as (
    select * from {{ ref('stg_raw__clicks') }}
),

own_clients as (
    select * from {{ ref('int_own_clients__listed') }}
),

final as (
    select
        clients.program_id,
        clients.client_id,
        clients.partner_id,
        clients.registration_record_key,
        clients.registered_at,
        clients.country as registered_country,
        clients.click_record_key,
        clients.clicked_at,
        clicks.event_on as clicked_on,
        clicks.link_code,
        clicks.country as clicked_country,
        clicks.ip_hash,
        clicks.device_hash,
        clicks.network_class,
        own_clients.partner_id as own_partner_id
    from clients
    left join clicks
        on
            clients.program_id = clicks.program_id
            and clients.click_record_key = clicks.record_key
    left join own_clients
        on
            clients.program_id = own_clients.program_id
            and clients.client_id = own_clients.client_id
)

select * from final

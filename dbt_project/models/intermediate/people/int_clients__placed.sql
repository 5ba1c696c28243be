{#-
    What facts ask of a client, side by side, so that a fact finds it in one look: whose it is where
    that never changed, whose own account it is, its country, and from when it is rejected.
-#}
with

attributions as (
    select program_id, client_id, partner_id, valid_from, link_code, campaign, sub1
    from {{ ref('int_attributions__resolved') }}
    where is_only
),

own_clients as (
    select program_id, client_id, partner_id from {{ ref('int_own_clients__listed') }}
),

registered as (
    select program_id, client_id, country from {{ ref('int_clients__registered') }}
),

reviews as (
    select program_id, target_id as client_id, rejected_from
    from {{ ref('int_reviews__effective') }}
    where target_kind = 'client' and rejected_from is not null
),

clients as (
    select program_id, client_id from attributions
    union
    select program_id, client_id from own_clients
    union
    select program_id, client_id from registered
    union
    select program_id, client_id from reviews
),

final as (
    select
        clients.program_id,
        clients.client_id,
        attributions.partner_id,
        attributions.valid_from,
        attributions.link_code,
        {{ owned_campaign('attributions.partner_id', 'attributions.campaign') }} as campaign,
        attributions.sub1,
        own_clients.partner_id as own_partner_id,
        registered.country,
        reviews.rejected_from,
        case when attributions.partner_id is not null then {{ member_key_of(
            'clients.program_id', 'attributions.partner_id', 'own_clients.partner_id is not null'
        ) }} end as member_key,
        case when own_clients.partner_id is not null then {{ member_key_of(
            'clients.program_id', 'own_clients.partner_id', 'true'
        ) }} end as own_member_key
    from clients
    left join attributions
        on clients.program_id = attributions.program_id
        and clients.client_id = attributions.client_id
    left join own_clients
        on clients.program_id = own_clients.program_id
        and clients.client_id = own_clients.client_id
    left join registered
        on clients.program_id = registered.program_id
        and clients.client_id = registered.client_id
    left join reviews
        on clients.program_id = reviews.program_id
        and clients.client_id = reviews.client_id
)

select * from final

with

explicit as (
    select
        program_id, client_id, partner_id, valid_from, attribution_source, evidence, recorded_at,
        record_key
    from {{ ref('stg_raw__attributions') }}
),

-- Append-only: for the same first day the row recorded last rules
last_recorded as (
    select *
    from explicit
    qualify row_number() over (
        partition by program_id, client_id, valid_from
        order by recorded_at desc, record_key desc
    ) = 1
),

first_explicit as (
    select program_id, client_id, min(valid_from) as valid_from
    from last_recorded
    group by program_id, client_id
),

-- The registration decides unless an explicit row already covers its day
by_registration as (
    select
        client.program_id,
        client.client_id,
        client.partner_id,
        client.registered_on as valid_from,
        client.attribution_source,
        client.click_record_key as evidence,
        client.recorded_at
    from {{ ref('int_clients__registered') }} as client
    left join first_explicit
        on client.program_id = first_explicit.program_id
        and client.client_id = first_explicit.client_id
    where client.partner_id is not null
        and (
            first_explicit.valid_from is null
            or first_explicit.valid_from > client.registered_on
        )
),

clients as (
    select program_id, client_id, partner_id, link_code, campaign, sub1
    from {{ ref('int_clients__registered') }}
),

-- The link of the registration belongs to its partner, however that partner got the client
named as (
    select
        found.program_id, found.client_id, found.partner_id, found.valid_from,
        found.attribution_source, found.evidence, found.recorded_at, clients.link_code,
        clients.campaign, clients.sub1
    from (
        select
            program_id, client_id, partner_id, valid_from, attribution_source, evidence,
            recorded_at
        from last_recorded
        union all
        select
            program_id, client_id, partner_id, valid_from, attribution_source, evidence,
            recorded_at
        from by_registration
    ) as found
    left join clients
        on found.program_id = clients.program_id
        and found.client_id = clients.client_id
        and found.partner_id = clients.partner_id
),

together as (
    select * from named
    union all
    select
        program_id, client_id, partner_id, valid_from, 'link' as attribution_source,
        click_record_key as evidence, recorded_at, link_code, campaign, sub1
    from {{ ref('int_clients__reattributed') }}
),

final as (
    select
        program_id,
        client_id,
        partner_id,
        valid_from,
        coalesce({{ add_days('lead(valid_from) over (
            partition by program_id, client_id order by valid_from
        )', -1) }}, {{ forever() }}) as valid_to,
        attribution_source,
        evidence,
        link_code,
        campaign,
        sub1,
        recorded_at,
        count(*) over (partition by program_id, client_id) = 1 as is_only
    from together
)

select * from final

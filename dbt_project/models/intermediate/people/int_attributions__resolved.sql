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

together as (
    select
        program_id, client_id, partner_id, valid_from, attribution_source, evidence, recorded_at
    from last_recorded
    union all
    select
        program_id, client_id, partner_id, valid_from, attribution_source, evidence, recorded_at
    from by_registration
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
        recorded_at
    from together
)

select * from final

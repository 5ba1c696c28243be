with recursive

partners as (
    select program_id, partner_id, own_client_ids || ',' as own_client_ids
    from {{ ref('stg_portal__partners') }}
    where own_client_ids <> ''
),

listed as (
    select
        program_id,
        partner_id,
        own_client_ids,
        1 as position,
        trim(split_part(own_client_ids, ',', 1)) as client_id
    from partners
    union all
    select
        program_id,
        partner_id,
        own_client_ids,
        position + 1 as position,
        trim(split_part(own_client_ids, ',', position + 1)) as client_id
    from listed
    where client_id <> ''
),

-- A client is one partner's own; the smaller id wins if two claim it
final as (
    select program_id, client_id, min(partner_id) as partner_id
    from listed
    where client_id <> ''
    group by program_id, client_id
)

select * from final

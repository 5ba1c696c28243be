with recursive

partners as (
    select program_id, partner_id from {{ ref('stg_portal__partners') }}
),

relations as (
    select program_id, partner_id, parent_partner_id, valid_from, valid_to
    from {{ ref('int_relations__resolved') }}
),

-- The portal refuses cycles; 32 levels only stop a loop that came in some other way
chain as (
    select
        program_id,
        partner_id,
        partner_id as ancestor_id,
        0 as distance,
        date '1900-01-01' as valid_from,
        {{ forever() }} as valid_to
    from partners
    union all
    select
        chain.program_id,
        chain.partner_id,
        relations.parent_partner_id as ancestor_id,
        chain.distance + 1 as distance,
        greatest(chain.valid_from, relations.valid_from) as valid_from,
        least(chain.valid_to, relations.valid_to) as valid_to
    from chain
    inner join relations
        on chain.program_id = relations.program_id
        and chain.ancestor_id = relations.partner_id
        and chain.valid_from <= relations.valid_to
        and relations.valid_from <= chain.valid_to
    where chain.distance < 32
),

final as (
    select program_id, partner_id, ancestor_id, distance, valid_from, valid_to from chain
)

select * from final

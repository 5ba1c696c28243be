with
partners as (
    select * from {{ ref('stg_portal__partners') }}
),

relations as (
    select * from {{ ref('int_relations__resolved') }}
),

parents as (
    select program_id, partner_id, min(parent_partner_id) as parent_partner_id
    from relations
    where cast({{ as_of() }} as date) between valid_from and valid_to
    group by program_id, partner_id
),

final as (
    select
        partners.program_id,
        partners.partner_id,
        partners.name,
        partners.kind,
        parents.parent_partner_id,
        partners.status,
        partners.country,
    from partners
    left join parents
        on
            partners.program_id = parents.program_id
            and partners.partner_id = parents.partner_id
)

select * from final

with

relations as (
    select
        program_id, partner_id, parent_partner_id, share, valid_from, recorded_at,
        coalesce(valid_to, {{ forever() }}) as valid_to
    from {{ ref('stg_portal__relations') }}
),

cuts as (
    select program_id, partner_id, valid_from as cut_on from relations
    union
    select program_id, partner_id, {{ add_days('valid_to', 1) }} as cut_on
    from relations
    where valid_to < {{ forever() }}
),

segments as (
    select
        program_id,
        partner_id,
        cut_on as valid_from,
        coalesce({{ add_days('lead(cut_on) over (
            partition by program_id, partner_id order by cut_on
        )', -1) }}, {{ forever() }}) as valid_to
    from cuts
),

-- On each day the relation recorded last rules; a tie is broken by the parent's id
ranked as (
    select
        segments.program_id,
        segments.partner_id,
        segments.valid_from,
        segments.valid_to,
        relations.parent_partner_id,
        relations.share,
        row_number() over (
            partition by segments.program_id, segments.partner_id, segments.valid_from
            order by relations.recorded_at desc nulls last, relations.parent_partner_id
        ) as choice
    from segments
    inner join relations
        on segments.program_id = relations.program_id
        and segments.partner_id = relations.partner_id
        and segments.valid_from between relations.valid_from and relations.valid_to
),

final as (
    select program_id, partner_id, parent_partner_id, share, valid_from, valid_to
    from ranked
    where choice = 1 and parent_partner_id is not null
)

select * from final

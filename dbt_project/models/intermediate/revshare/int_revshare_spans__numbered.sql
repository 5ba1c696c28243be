{#-
    Whose client days a share reads, with a number for the share's terms and distance, so that the
    many rows behind it are added up by a number and not by five texts.
-#}
with

terms as (
    select distinct
        program_id, deal_id, component_id, terms_from, calendar_id, currency_code, registered_from,
        registered_to
    from {{ ref('int_components__by_brand') }}
    where component_type = 'revshare' or (component_type = 'override' and family = 'period')
),

levels as (
    select program_id, deal_id, component_id, valid_from, distance
    from {{ ref('stg_terms__deal_levels') }}
),

members as (
    select members.*
    from {{ ref('int_revshare_members__dated') }} as members
    left join levels
        on {{ same_component('members', 'levels', 'terms_from') }}
        and members.distance = levels.distance
    where members.distance = 0 or levels.distance is not null or {{ is_led('members.distance') }}
),

edges as (
    select program_id, deal_id, component_id, valid_from, edge
    from {{ ref('stg_terms__deal_edges') }}
    where product is null
),

final as (
    select
        members.program_id,
        members.member_partner_id,
        members.brand_key,
        members.is_own,
        {{ member_key_of('members.program_id', 'members.member_partner_id', 'members.is_own') }}
            as member_key,
        members.valid_from,
        members.valid_to,
        members.deal_id,
        members.component_id,
        members.terms_from,
        members.distance,
        cast(dense_rank() over (
            order by
                members.program_id, members.deal_id, members.component_id, members.terms_from,
                members.distance
        ) as integer) as share_no,
        terms.calendar_id,
        {{ key_of(['terms.program_id', 'terms.calendar_id']) }} as calendar_key,
        terms.currency_code,
        terms.registered_from,
        terms.registered_to,
        edges.edge,
        grains.is_by_client,
        grains.is_by_record,
        grains.is_exchanged
    from members
    inner join terms on {{ same_terms('members', 'terms') }}
    inner join {{ ref('int_revshare_grains__decided') }} as grains
        on members.program_id = grains.program_id
        and members.deal_id = grains.deal_id
        and members.component_id = grains.component_id
    left join edges on {{ same_component('members', 'edges', 'terms_from') }}
)

select * from final

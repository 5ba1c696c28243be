{#- Over 120 lines: four kinds of account, each with its own duration. -#}
{#-
    Whose client days a share counts, by span of days. Distance 0 is the partner's own clients; the
    own account of a partner just below whose own component says `upline_only` stands under the
    partner above. An override counts the clients of those below at its distances, inside its
    duration. Clients of a partner without a deal count in the differential of the lowest one above
    that has the component, apart (RULINGS, Levels; `led_places`).
-#}
{%- set own = 'program_id, deal_id, component_id, terms_from, brand_key' -%}
with

components as (
    select
        program_id, partner_id, brand_key, deal_id, component_id, component_type, terms_from,
        own_account, duration_months, algebra, valid_from, valid_to
    from {{ ref('int_components__by_brand') }}
    where component_type = 'revshare' or (component_type = 'override' and family = 'period')
),

chains as (
    select program_id, partner_id, ancestor_id, distance, valid_from, valid_to
    from {{ ref('int_partner_chains__dated') }}
),

partners as (
    select program_id, partner_id, joined_on from {{ ref('stg_portal__partners') }}
),

-- Who stands as the direct partner of a member's clients, and of its own accounts where it steps
-- aside: `joined_on` of that one begins the duration
standing as (
    select
        chains.program_id, chains.partner_id, chains.ancestor_id, chains.distance,
        chains.valid_from, chains.valid_to, partners.joined_on, false as is_aside
    from chains
    inner join partners
        on chains.program_id = partners.program_id
        and chains.partner_id = partners.partner_id
    where chains.distance > 0
    union all
    select
        chains.program_id, chains.partner_id, chains.ancestor_id, chains.distance,
        greatest(chains.valid_from, parents.valid_from) as valid_from,
        least(chains.valid_to, parents.valid_to) as valid_to,
        partners.joined_on, true as is_aside
    from chains
    inner join chains as parents
        on chains.program_id = parents.program_id
        and chains.partner_id = parents.partner_id
        and parents.distance = 1
        and chains.valid_from <= parents.valid_to
        and parents.valid_from <= chains.valid_to
    inner join partners
        on parents.program_id = partners.program_id
        and parents.ancestor_id = partners.partner_id
    where chains.distance > 0
),

above as (
    select
        components.*,
        chains.partner_id as member_partner_id,
        chains.distance as chain_distance,
        chains.is_aside,
        greatest(components.valid_from, chains.valid_from) as member_from,
        least(
            components.valid_to,
            chains.valid_to,
            case
                when components.component_type <> 'override' then {{ forever() }}
                when components.duration_months is null then {{ forever() }}
                else {{ add_days(
                    add_months('chains.joined_on', 'components.duration_months'), -1
                ) }}
            end
        ) as member_to
    from components
    inner join standing as chains
        on components.program_id = chains.program_id
        and components.partner_id = chains.ancestor_id
        and components.valid_from <= chains.valid_to
        and chains.valid_from <= components.valid_to
),

segments as (
    select program_id, partner_id, brand_key, valid_from, valid_to, distance, ancestor_id, deal_id
    from {{ ref('int_chain_segments__cut') }}
),

lowest as (
    select
        components.program_id, components.deal_id, components.component_id, components.terms_from,
        segments.brand_key, components.algebra, segments.partner_id as member_partner_id,
        segments.valid_from, segments.valid_to
    from segments
    inner join segments as absent
        on segments.program_id = absent.program_id
        and segments.partner_id = absent.partner_id
        and segments.brand_key = absent.brand_key
        and segments.valid_from = absent.valid_from
        and absent.distance = 0
        and absent.deal_id is null
    inner join components
        on segments.program_id = components.program_id
        and segments.ancestor_id = components.partner_id
        and segments.brand_key = components.brand_key
        and segments.deal_id = components.deal_id
        and segments.valid_from between components.valid_from and components.valid_to
        and components.component_type = 'revshare'
    qualify row_number() over (
        partition by
            segments.program_id, segments.partner_id, segments.brand_key, segments.valid_from,
            components.component_id
        order by segments.distance
    ) = 1
),

places as (
    {{ led_places() }}
),

together as (
    select
        {{ own }}, 0 as distance, partner_id as member_partner_id, false as is_own,
        valid_from, valid_to
    from components
    where component_type = 'revshare'
    union all
    select {{ own }}, 0, partner_id, true, valid_from, valid_to
    from components
    where component_type = 'revshare' and own_account = 'earns'
    union all
    select
        above.program_id, above.deal_id, above.component_id, above.terms_from, above.brand_key, 0,
        above.member_partner_id, true, greatest(above.member_from, below.valid_from),
        least(above.member_to, below.valid_to)
    from above
    inner join components as below
        on above.program_id = below.program_id
        and above.member_partner_id = below.partner_id
        and above.brand_key = below.brand_key
        and above.component_id = below.component_id
        and below.own_account = 'upline_only'
        and above.member_from <= below.valid_to
        and below.valid_from <= above.member_to
    where above.component_type = 'revshare' and above.chain_distance = 1 and not above.is_aside
    union all
    select {{ own }}, chain_distance, member_partner_id, false, member_from, member_to
    from above
    where component_type = 'override' and not is_aside
    union all
    select
        {{ own }}, chain_distance - case own_account when 'upline_only' then 1 else 0 end,
        member_partner_id, true, member_from, member_to
    from above
    where component_type = 'override'
        and own_account = case when is_aside then 'upline_only' else 'earns' end
    union all
    select
        lowest.program_id, lowest.deal_id, lowest.component_id, lowest.terms_from,
        lowest.brand_key, places.place, lowest.member_partner_id, false, lowest.valid_from,
        lowest.valid_to
    from lowest
    inner join places
        on lowest.program_id = places.program_id
        and lowest.member_partner_id = places.partner_id
    where lowest.algebra = 'differential'
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        terms_from,
        brand_key,
        distance,
        member_partner_id,
        is_own,
        valid_from,
        valid_to
    from together
    where valid_from <= valid_to
)

select * from final

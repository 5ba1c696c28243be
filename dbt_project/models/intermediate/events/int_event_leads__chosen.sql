{#- Over 120 lines: three kinds of account side by side. -#}
{#-
    Whose event component speaks for a chain: the direct partner's; without a deal, for each
    component that of the lowest one above that has it, if it is a differential (RULINGS, Levels).
    Plain lots have leads of their own (int_lot_leads__chosen).
-#}
with

segments as (
    select * from {{ ref('int_chain_segments__cut') }}
),

members as (
    select
        segments.program_id,
        segments.partner_id,
        segments.brand_key,
        segments.valid_from,
        segments.valid_to,
        segments.distance,
        components.deal_id,
        components.component_id,
        components.component_type,
        components.terms_from,
        components.algebra,
        components.depth,
        components.own_account,
        {{ about('components') }} as about
    from segments
    inner join {{ ref('int_components__by_brand') }} as components
        on segments.program_id = components.program_id
        and segments.ancestor_id = components.partner_id
        and segments.brand_key = components.brand_key
        and segments.deal_id = components.deal_id
        and segments.valid_from between components.valid_from and components.valid_to
        and components.family = 'event'
        and not components.is_plain_lots
),

-- Who can stand as direct partner: the partner itself, or the one above its own account
bases as (
    select program_id, partner_id, brand_key, valid_from, distance, ancestor_id, deal_id
    from segments
    where distance in (0, 1)
),

lowest as (
    select
        members.*,
        bases.distance as base_distance,
        bases.ancestor_id as direct_partner_id
    from bases
    inner join members
        on bases.program_id = members.program_id
        and bases.partner_id = members.partner_id
        and bases.brand_key = members.brand_key
        and bases.valid_from = members.valid_from
        and (
            members.distance = bases.distance
            or (bases.deal_id is null and members.distance > bases.distance)
        )
    qualify row_number() over (
        partition by
            members.program_id, members.partner_id, members.brand_key, members.valid_from,
            members.component_id, members.component_type, members.about, bases.distance
        order by members.distance
    ) = 1
),

spoken as (
    select * from lowest where distance = base_distance or algebra = 'differential'
),

leads as (
    select * from spoken where base_distance = 0
),

-- `upline_only`: the owner steps aside and its parent stands as the direct partner
own as (
    select
        leads.*,
        uplines.deal_id as upline_deal_id,
        uplines.terms_from as upline_terms_from,
        uplines.depth as upline_depth,
        uplines.distance as upline_distance,
        uplines.direct_partner_id as upline_partner_id,
        leads.own_account = 'upline_only' and uplines.deal_id is not null as is_uplines
    from leads
    left join spoken as uplines
        on leads.program_id = uplines.program_id
        and leads.partner_id = uplines.partner_id
        and leads.brand_key = uplines.brand_key
        and leads.valid_from = uplines.valid_from
        and leads.component_id = uplines.component_id
        and leads.component_type = uplines.component_type
        and leads.about = uplines.about
        and uplines.base_distance = 1
),

together as (
    select
        program_id, partner_id, brand_key, valid_from, valid_to, component_id, component_type,
        false as is_own, 0 as base_distance, distance as lead_distance, direct_partner_id,
        deal_id, terms_from, depth as depth_limit, null as refusal_code
    from leads
    union all
    select
        program_id, partner_id, brand_key, valid_from, valid_to, component_id, component_type,
        true as is_own,
        case when is_uplines then 1 else 0 end as base_distance,
        case when is_uplines then upline_distance else distance end as lead_distance,
        case when is_uplines then upline_partner_id else direct_partner_id end
            as direct_partner_id,
        case when is_uplines then upline_deal_id else deal_id end as deal_id,
        case when is_uplines then upline_terms_from else terms_from end as terms_from,
        case
            when is_uplines then upline_depth
            when own_account = 'earns' then depth + 1
            else depth
        end as depth_limit,
        case when not is_uplines and own_account <> 'earns' then 'own_account' end
            as refusal_code
    from own
),

final as (
    select
        program_id,
        partner_id as chain_partner_id,
        is_own,
        brand_key,
        valid_from,
        valid_to,
        component_id,
        component_type,
        base_distance,
        lead_distance,
        direct_partner_id,
        deal_id as lead_deal_id,
        terms_from as lead_terms_from,
        depth_limit,
        cast(refusal_code as varchar) as refusal_code
    from together
)

select * from final

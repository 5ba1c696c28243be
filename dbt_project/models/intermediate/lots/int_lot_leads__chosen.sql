{#- Over 120 lines: three kinds of account side by side. -#}
{#-
    Whose lot component speaks for a chain: the direct partner's; without a deal that of the lowest
    one above that has it, if it is a differential (RULINGS, Levels). Own accounts are leads of
    their own.
-#}
with

members as (
    select
        segments.*,
        components.component_id,
        components.terms_from,
        components.algebra,
        components.depth,
        components.duration_months,
        components.own_account,
        components.hold_days,
        components.digits,
        components.currency_code,
        components.rounding,
        components.minimum_holding_seconds
    from {{ ref('int_chain_segments__cut') }} as segments
    left join {{ ref('int_components__by_brand') }} as components
        on segments.program_id = components.program_id
        and segments.ancestor_id = components.partner_id
        and segments.brand_key = components.brand_key
        and segments.deal_id = components.deal_id
        and segments.valid_from between components.valid_from and components.valid_to
        and components.component_type = 'per_lot'
        and components.is_plain_lots
),

directs as (
    select distinct program_id, partner_id, brand_key, valid_from
    from members
    where distance = 0 and deal_id is not null
),

lowest as (
    select members.*, directs.partner_id is not null as is_direct
    from members
    left join directs
        on members.program_id = directs.program_id
        and members.partner_id = directs.partner_id
        and members.brand_key = directs.brand_key
        and members.valid_from = directs.valid_from
    where members.component_id is not null
        and (directs.partner_id is null or members.distance = 0)
    qualify row_number() over (
        partition by
            members.program_id, members.partner_id, members.brand_key, members.valid_from,
            members.component_id
        order by members.distance
    ) = 1
),

leads as (
    select * from lowest where is_direct or algebra = 'differential'
),

parents as (
    select distinct program_id, partner_id, brand_key, valid_from, deal_id
    from members
    where distance = 1
),

-- `upline_only`: the owner steps aside and its parent stands as the direct partner, also where the
-- owner has no deal and one above speaks
uplines as (
    select
        members.*,
        row_number() over (
            partition by
                members.program_id, members.partner_id, members.brand_key, members.valid_from,
                members.component_id
            order by members.distance
        ) as choice
    from leads
    inner join members
        on leads.program_id = members.program_id
        and leads.partner_id = members.partner_id
        and leads.brand_key = members.brand_key
        and leads.valid_from = members.valid_from
        and leads.component_id = members.component_id
    inner join parents
        on leads.program_id = parents.program_id
        and leads.partner_id = parents.partner_id
        and leads.brand_key = parents.brand_key
        and leads.valid_from = parents.valid_from
    where leads.own_account = 'upline_only'
        and (members.distance = 1 or (members.distance > 1 and parents.deal_id is null))
),

-- without a deal of the parent only a differential pays those above
speaking as (
    select * from uplines where choice = 1 and (distance = 1 or algebra = 'differential')
),

-- nobody above has the component: the trade earns nothing, and says so
without_upline as (
    select leads.*
    from leads
    left join speaking
        on leads.program_id = speaking.program_id
        and leads.partner_id = speaking.partner_id
        and leads.brand_key = speaking.brand_key
        and leads.valid_from = speaking.valid_from
        and leads.component_id = speaking.component_id
    where leads.own_account = 'upline_only' and speaking.component_id is null
),

together as (
    select
        {{ lead_columns() }},
        false as is_own, 0 as base_distance, depth as depth_limit, null as reason_code
    from leads
    union all
    select
        {{ lead_columns() }},
        true as is_own,
        0 as base_distance,
        depth + 1 as depth_limit,
        case when own_account <> 'earns' then 'own_account' end as reason_code
    from leads
    where own_account <> 'upline_only'
    union all
    select
        {{ lead_columns() }},
        true as is_own, 1 as base_distance, depth as depth_limit, null as reason_code
    from speaking
    union all
    select
        {{ lead_columns() }},
        true as is_own, 0 as base_distance, depth as depth_limit, 'own_account' as reason_code
    from without_upline
),

final as (
    select
        program_id,
        partner_id as chain_partner_id,
        is_own,
        brand_key,
        valid_from,
        valid_to,
        base_distance,
        depth_limit,
        deal_id as lead_deal_id,
        component_id,
        terms_from as lead_terms_from,
        algebra,
        duration_months,
        hold_days,
        digits,
        currency_code,
        rounding,
        minimum_holding_seconds,
        cast(reason_code as varchar) as reason_code
    from together
)

select * from final

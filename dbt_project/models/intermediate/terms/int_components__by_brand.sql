{#- Over 120 lines: the columns of a component, one a line. -#}
with

deals as (
    select program_id, partner_id, brand_key, deal_id, valid_from, valid_to
    from {{ ref('int_deals__by_brand') }}
),

components as (
    select * from {{ ref('stg_terms__deal_components') }}
),

caps as (
    select distinct program_id, deal_id, component_id, valid_from
    from {{ ref('stg_terms__deal_caps') }}
),

guarded as (
    select distinct program_id, deal_id
    from {{ ref('stg_terms__deal_versions') }}
    where guard_share is not null
),

-- What com_lines__per_lot can price by chain and profile alone; one component of an id that is more
-- sends all of that id through events/, because a chain reads rates by id
plain as (
    select
        components.program_id,
        components.component_id,
        min(
            case
                when components.component_type = 'per_lot'
                    and coalesce(components.tier_kind, 'single') = 'single'
                    and coalesce(components.algebra, 'none') in ('none', 'differential')
                    and caps.deal_id is null
                    and components.rebate_kind is null
                    and components.gate_metric is null
                    and coalesce(components.digits, 0) <= components.currency_digits
                    and guarded.deal_id is null
                    and components.registered_from is null
                    then 1
                else 0
            end
        ) = 1 as is_plain_lots
    from components
    left join caps on {{ same_component('components', 'caps') }}
    left join guarded
        on components.program_id = guarded.program_id
        and components.deal_id = guarded.deal_id
    group by components.program_id, components.component_id
),

-- A deal's segments may cut a component's interval; `terms_from` is the key of its child tables
final as (
    select
        components.program_id,
        deals.partner_id,
        deals.brand_key,
        components.deal_id,
        coalesce(components.brand, '') as deal_brand,
        components.component_id,
        components.valid_from as terms_from,
        greatest(components.valid_from, deals.valid_from) as valid_from,
        least(components.valid_to, deals.valid_to) as valid_to,
        components.plan_id,
        components.plan_version_no,
        components.position,
        components.component_type,
        components.family,
        coalesce(components.hold_days, 0) as hold_days,
        -- lines are booked in the currency's minor unit; a component may keep more on its lines
        components.currency_digits as digits,
        components.currency_code,
        components.currency_digits,
        components.calendar_id,
        coalesce(components.rounding, 'line') as rounding,
        coalesce(components.own_account, 'none') as own_account,
        coalesce(components.algebra, 'none') as algebra,
        components.depth,
        components.duration_months,
        components.passed_default,
        components.passed_min,
        components.passed_max,
        coalesce(components.compression, false) as compression,
        components.qualifies_metric,
        components.qualifies_minimum,
        coalesce(components.qualifies_network, false) as qualifies_network,
        components.override_base,
        components.override_of,
        components.follows,
        components.rebate_kind,
        components.rebate_rate,
        coalesce(components.once_for, components.component_id) as once_for,
        coalesce(components.cpa_partner, 'qualification') as cpa_partner,
        coalesce(components.again_after_move, false) as is_again_after_move,
        coalesce(components.registered_from, date '1900-01-01') as registered_from,
        coalesce(components.registered_to, {{ forever() }}) as registered_to,
        components.base_kind,
        coalesce(components.sales_kind, 'all') as sales_kind,
        components.sales_n,
        coalesce(components.tier_kind, 'single') as tier_kind,
        coalesce(components.tier_metric, 'base') as tier_metric,
        coalesce(components.tier_on, 'after_carryover') as tier_on,
        components.tier_look_back,
        components.tier_look_back_n,
        coalesce(components.tier_network, false) as tier_network,
        components.tier_event_of,
        components.tier_ratio_of,
        components.tier_ratio_to,
        coalesce(components.carry_policy, 'none') as carry_policy,
        coalesce(components.carry_level, 'base') as carry_level,
        coalesce(components.carry_scope, 'deal') as carry_scope,
        components.carry_cap,
        components.carry_expires_after,
        components.recoup_from,
        components.recoup_per,
        components.gate_metric,
        components.gate_minimum,
        components.gate_look_back,
        components.gate_look_back_n,
        coalesce(components.gate_network, false) as gate_network,
        components.fence_threshold,
        components.fence_product,
        components.active_metric,
        components.active_minimum,
        coalesce(components.minimum_holding_seconds, 0) as minimum_holding_seconds,
        plain.is_plain_lots
    from components
    inner join plain
        on components.program_id = plain.program_id
        and components.component_id = plain.component_id
    inner join deals
        on components.program_id = deals.program_id
        and components.deal_id = deals.deal_id
        and components.valid_from <= deals.valid_to
        and deals.valid_from <= components.valid_to
)

select * from final

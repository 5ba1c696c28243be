{#-
    Every override that an ancestor has over a direct partner, over spans in which nothing changes,
    with its rate at that distance (COMMISSIONS, Levels). Duration is that of the ancestor's own
    component, from the day on which the direct partner joined.
-#}
with

segments as (
    select * from {{ ref('int_chain_segments__cut') }}
),

components as (
    select * from {{ ref('int_components__by_brand') }} where component_type = 'override'
),

partners as (
    select program_id, partner_id, joined_on from {{ ref('stg_portal__partners') }}
),

found as (
    select
        segments.program_id,
        segments.partner_id as direct_partner_id,
        segments.brand_key,
        segments.valid_from,
        case
            when components.duration_months is null then segments.valid_to
            else least(
                segments.valid_to,
                {{ add_days(add_months('partners.joined_on', 'components.duration_months'), -1) }}
            )
        end as valid_to,
        segments.distance,
        segments.ancestor_id as partner_id,
        components.deal_id,
        components.component_id,
        components.terms_from,
        components.plan_id,
        components.plan_version_no,
        components.position,
        components.calendar_id,
        components.currency_code,
        components.digits,
        components.rounding,
        components.hold_days,
        components.own_account,
        components.override_base,
        components.override_of,
        components.follows,
        components.gate_metric,
        levels.rate,
        levels.rate_unit
    from segments
    inner join components
        on segments.program_id = components.program_id
        and segments.ancestor_id = components.partner_id
        and segments.brand_key = components.brand_key
        and segments.deal_id = components.deal_id
        and segments.valid_from between components.valid_from and components.valid_to
    inner join {{ ref('stg_terms__deal_levels') }} as levels
        on {{ same_component('components', 'levels', 'terms_from') }}
        and segments.distance = levels.distance
    inner join partners
        on segments.program_id = partners.program_id
        and segments.partner_id = partners.partner_id
    where segments.distance > 0
),

final as (
    select * from found where valid_to >= valid_from
)

select * from final

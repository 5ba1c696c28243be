{#- Over 120 lines: the algebra of a chain in one place, one step each. -#}
with

needed as (
    select lot_key, program_id, chain_partner_id, is_own, brand_key, profile_key
    from {{ ref('int_lot_chains__listed') }}
),

leads as (
    select leads.*, needed.lot_key, needed.profile_key
    from {{ ref('int_lot_leads__chosen') }} as leads
    inner join needed
        on leads.program_id = needed.program_id
        and leads.chain_partner_id = needed.chain_partner_id
        and leads.is_own = needed.is_own
        and leads.brand_key = needed.brand_key
),

rates as (
    select * from {{ ref('int_lot_rates__resolved') }}
),

partners as (
    select program_id, partner_id, joined_on from {{ ref('stg_portal__partners') }}
),

judged as (
    select
        leads.*,
        rates.modifier,
        rates.rate_unit,
        coalesce(
            leads.reason_code, case when rates.reason_code <> 'no_rate' then rates.reason_code end
        ) as refusal_code
    from leads
    inner join rates
        on {{ same_lead('leads', 'rates') }}
        and leads.profile_key = rates.profile_key
),

members as (
    select
        judged.*,
        segments.ancestor_id as partner_id,
        segments.distance - judged.base_distance as level,
        components.deal_id,
        components.plan_id,
        components.plan_version_no,
        components.calendar_id,
        case when segments.deal_id is null then 'no_deal' else rates.reason_code end
            as member_reason_code,
        case
            when judged.refusal_code is not null then 0
            when components.currency_code <> judged.currency_code then 0
            when rates.rate_unit <> judged.rate_unit then 0
            else coalesce(rates.rate, 0)
        end as rate
    from judged
    inner join {{ ref('int_chain_segments__cut') }} as segments
        on judged.program_id = segments.program_id
        and judged.chain_partner_id = segments.partner_id
        and judged.brand_key = segments.brand_key
        and judged.valid_from = segments.valid_from
        and segments.distance >= judged.base_distance
        and (segments.distance = judged.base_distance or judged.algebra = 'differential')
    left join {{ ref('int_components__by_brand') }} as components
        on segments.program_id = components.program_id
        and segments.ancestor_id = components.partner_id
        and segments.brand_key = components.brand_key
        and segments.valid_from between components.valid_from and components.valid_to
        and judged.component_id = components.component_id
        and components.component_type = 'per_lot'
    left join rates
        on components.program_id = rates.program_id
        and components.deal_id = rates.deal_id
        and components.component_id = rates.component_id
        and components.terms_from = rates.terms_from
        and judged.profile_key = rates.profile_key
),

compared as (
    select
        *,
        case when level > 0 then
            coalesce(max(rate) over (
                partition by lot_key, valid_from, component_id
                order by level
                rows between unbounded preceding and 1 preceding
            ), 0)
        end as lower_rate
    from members
),

raised as (
    select
        *,
        max(case when rate > coalesce(lower_rate, 0) then level end) over (
            partition by lot_key, valid_from, component_id
            order by level
            rows between unbounded preceding and 1 preceding
        ) as lower_level
    from compared
),

final as (
    select
        raised.program_id,
        raised.lot_key,
        raised.chain_partner_id,
        raised.is_own,
        raised.brand_key,
        raised.valid_from,
        case
            when raised.level = 0 or raised.duration_months is null then raised.valid_to
            else least(
                raised.valid_to,
                {{ add_days(add_months('partners.joined_on', 'raised.duration_months'), -1) }}
            )
        end as valid_to,
        raised.component_id,
        cast(raised.level as smallint) as level,
        direct.ancestor_id as direct_partner_id,
        raised.partner_id,
        lower.ancestor_id as lower_partner_id,
        raised.lead_deal_id,
        raised.lead_terms_from,
        raised.algebra,
        raised.deal_id,
        raised.plan_id,
        raised.plan_version_no,
        raised.calendar_id,
        cast(raised.rate as decimal(18,8)) as rate,
        cast(raised.lower_rate as decimal(18,8)) as lower_rate,
        raised.rate_unit,
        raised.modifier,
        cast(
            greatest(raised.rate - coalesce(raised.lower_rate, 0), 0) * coalesce(raised.modifier, 1)
            as decimal(24,12)
        ) as unit_rate,
        raised.hold_days,
        raised.digits,
        raised.currency_code,
        raised.rounding,
        raised.minimum_holding_seconds,
        case
            when raised.refusal_code is not null then raised.refusal_code
            when raised.level = 0 and raised.rate = 0
                then coalesce(raised.member_reason_code, 'no_rate')
            when raised.rate <= coalesce(raised.lower_rate, 0) then 'no_difference'
        end as reason_code
    from raised
    inner join {{ ref('int_chain_segments__cut') }} as direct
        on raised.program_id = direct.program_id
        and raised.chain_partner_id = direct.partner_id
        and raised.brand_key = direct.brand_key
        and raised.valid_from = direct.valid_from
        and raised.base_distance = direct.distance
    inner join partners
        on direct.program_id = partners.program_id
        and direct.ancestor_id = partners.partner_id
    left join {{ ref('int_chain_segments__cut') }} as lower
        on raised.program_id = lower.program_id
        and raised.chain_partner_id = lower.partner_id
        and raised.brand_key = lower.brand_key
        and raised.valid_from = lower.valid_from
        and raised.lower_level + raised.base_distance = lower.distance
    where raised.level = 0
        or (
            raised.refusal_code is null
            and raised.rate > 0
            and raised.level < coalesce(raised.depth_limit, 1000)
        )
)

select * from final where valid_to >= valid_from

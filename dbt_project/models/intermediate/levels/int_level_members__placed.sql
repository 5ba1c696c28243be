{#- Over 120 lines: who stands above, on which deal, and for how long, in one place. -#}
{#-
    Everybody in the chain above a direct partner whose component has levels, over spans in which
    neither relations nor terms change. Level 0 is the direct partner; somebody without a deal keeps
    its distance (COMMISSIONS, Levels).
-#}
with

needed as (
    select distinct
        program_id, chain_partner_id, is_own, brand_key, base_distance, component_id,
        component_type, lead_deal_id, lead_terms_from, direct_partner_id
    from {{ ref('int_level_pots__filled') }}
),

segments as (
    select * from {{ ref('int_chain_segments__cut') }}
),

leads as (
    select
        needed.*,
        terms.partner_id as lead_partner_id,
        terms.plan_id as lead_plan_id,
        terms.family,
        terms.depth,
        terms.duration_months,
        coalesce(terms.compression, false) as compression,
        terms.passed_default,
        terms.passed_min,
        terms.passed_max,
        terms.qualifies_metric,
        terms.qualifies_minimum,
        coalesce(terms.qualifies_network, false) as qualifies_network,
        coalesce(terms.digits, terms.currency_digits) as lead_digits,
        directs.joined_on
    from needed
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_lead('needed', 'terms', 'valid_from') }}
    left join {{ ref('stg_portal__partners') }} as directs
        on needed.program_id = directs.program_id
        and needed.direct_partner_id = directs.partner_id
),

placed as (
    select
        leads.*,
        segments.ancestor_id as partner_id,
        segments.distance - leads.base_distance as level,
        segments.valid_from,
        segments.valid_to,
        max(segments.distance) over (
            partition by
                leads.program_id, leads.chain_partner_id, leads.is_own, leads.brand_key,
                leads.component_id, leads.lead_deal_id, leads.lead_terms_from,
                segments.valid_from
        ) - leads.base_distance + 1 as chain_length
    from leads
    inner join segments
        on leads.program_id = segments.program_id
        and leads.chain_partner_id = segments.partner_id
        and leads.brand_key = segments.brand_key
        and segments.distance >= leads.base_distance
),

final as (
    select
        placed.program_id,
        placed.chain_partner_id,
        placed.is_own,
        placed.brand_key,
        placed.base_distance,
        placed.component_id,
        placed.lead_deal_id,
        placed.lead_terms_from,
        placed.valid_from,
        placed.valid_to,
        cast(placed.level as smallint) as level,
        placed.chain_length,
        placed.partner_id,
        -- a deal that ended inside a period still speaks for its line
        case
            when placed.level = 0 and placed.partner_id = placed.lead_partner_id
                then placed.lead_deal_id
            else deals.deal_id
        end as deal_id,
        components.component_id as member_component_id,
        components.terms_from as member_terms_from,
        components.component_type as member_component_type,
        components.currency_code as member_currency_code,
        coalesce(own_terms.rate_per, 1) as member_rate_per,
        coalesce(partners.status = 'suspended', false) as is_suspended,
        relations.share as relation_share,
        placed.passed_default,
        placed.passed_min,
        placed.passed_max,
        placed.qualifies_metric,
        placed.qualifies_minimum,
        placed.qualifies_network,
        placed.compression,
        placed.lead_digits,
        -- an own account that earns counts its depth from the parent
        placed.depth + case when placed.is_own and placed.base_distance = 0 then 1 else 0 end
            as depth_limit,
        {{ add_days(add_months('placed.joined_on', 'placed.duration_months'), -1) }} as paid_until
    from placed
    left join {{ ref('int_deals__by_brand') }} as deals
        on placed.program_id = deals.program_id
        and placed.partner_id = deals.partner_id
        and placed.brand_key = deals.brand_key
        and placed.valid_from between deals.valid_from and deals.valid_to
    left join {{ ref('int_components__by_brand') }} as components
        on placed.program_id = components.program_id
        and deals.deal_id = components.deal_id
        and placed.brand_key = components.brand_key
        and case
            -- of a plan by event the one of the id, whose version's clients the lead's are
            when components.registered_from = date '1900-01-01'
                and components.registered_to = {{ forever() }}
                then components.component_id in (
                    placed.component_id, {{ plan_component_id('placed.component_id') }}
                )
            when placed.lead_plan_id = components.plan_id
                then placed.component_id = components.component_id
            -- of another plan by registration a period has the version of the day; an event's
            -- client is asked in int_levels__differential
            else
                placed.family = 'period'
                and deals.plan_version_no = components.plan_version_no
                and {{ plan_component_id('placed.component_id') }}
                = {{ plan_component_id('components.component_id') }}
        end
        and placed.valid_from between components.valid_from and components.valid_to
    left join {{ ref('stg_terms__deal_components') }} as own_terms
        on {{ same_component('components', 'own_terms', 'terms_from') }}
    left join {{ ref('stg_portal__partners') }} as partners
        on placed.program_id = partners.program_id
        and placed.partner_id = partners.partner_id
    left join {{ ref('int_relations__resolved') }} as relations
        on placed.program_id = relations.program_id
        and placed.partner_id = relations.partner_id
        and placed.valid_from between relations.valid_from and relations.valid_to
)

select * from final

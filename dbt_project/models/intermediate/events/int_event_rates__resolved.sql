{#-
    The rate of every event component for every profile of event that its id has seen, whatever
    version: the direct partner's, and those of everybody above who has the same component.
-#}
with

components as (
    select distinct
        program_id, partner_id, deal_id, component_id, component_type, terms_from as valid_from
    from {{ ref('int_components__by_brand') }}
    where family = 'event' and not is_plain_lots
),

profiles as (
    select distinct
        quantities.program_id,
        {{ plan_component_id('quantities.component_id') }} as component_id,
        quantities.profile_key,
        quantities.product,
        coalesce(quantities.is_demo, false) as is_demo,
        quantities.account_type,
        quantities.symbol,
        quantities.symbol_group,
        case when dimensions.uses_country then quantities.country end as country,
        case when dimensions.uses_campaign then quantities.campaign end as campaign
    from {{ ref('int_event_quantities__all') }} as quantities
    inner join {{ ref('int_rate_dimensions__used') }} as dimensions
        on quantities.program_id = dimensions.program_id
    where quantities.refusal_code is null
),

priced as (
    select
        components.program_id,
        components.deal_id,
        components.component_id,
        components.component_type,
        components.valid_from,
        profiles.profile_key,
        rates.rate,
        rates.rate_unit,
        row_number() over (
            partition by
                components.program_id, components.deal_id, components.component_id,
                components.valid_from, profiles.profile_key
            order by rates.specificity desc nulls last, rates.row_no nulls last
        ) as choice
    from components
    inner join profiles
        on components.program_id = profiles.program_id
        and {{ plan_component_id('components.component_id') }} = profiles.component_id
    left join {{ ref('stg_terms__deal_rates') }} as rates
        on {{ same_component('components', 'rates') }}
        and (rates.product is null or rates.product = profiles.product)
        and (rates.symbol is null or rates.symbol = profiles.symbol)
        and (rates.symbol_group is null or rates.symbol_group = profiles.symbol_group)
        and (
            rates.account_type is null
            or {{ is_account_of('rates.account_type', 'profiles') }}
        )
        and (rates.country is null or rates.country = profiles.country)
        and {{ is_own_campaign('rates', 'components', 'profiles') }}
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        component_type,
        valid_from as terms_from,
        profile_key,
        rate,
        rate_unit
    from priced
    where choice = 1
)

select * from final

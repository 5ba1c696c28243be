with

components as (
    select distinct program_id, deal_id, component_id, terms_from as valid_from
    from {{ ref('int_components__by_brand') }}
    where component_type = 'cpa'
),

profiles as (
    select distinct
        clients.program_id,
        coalesce(clients.country, '') as country_key,
        coalesce(attributions.campaign, '') as campaign_key
    from {{ ref('int_clients__registered') }} as clients
    inner join {{ ref('int_attributions__resolved') }} as attributions
        on clients.program_id = attributions.program_id
        and clients.client_id = attributions.client_id
    union
    select distinct program_id, coalesce(country, '') as country_key, '' as campaign_key
    from {{ ref('int_clients__registered') }}
    union
    select distinct program_id, '' as country_key, coalesce(campaign, '') as campaign_key
    from {{ ref('int_attributions__resolved') }}
    union
    select program_id, '' as country_key, '' as campaign_key from {{ ref('stg_portal__programs') }}
),

ranked as (
    select
        components.*,
        profiles.country_key,
        profiles.campaign_key,
        rates.rate,
        rates.rate_unit,
        row_number() over (
            partition by
                components.program_id, components.deal_id, components.component_id,
                components.valid_from, profiles.country_key, profiles.campaign_key
            order by rates.specificity desc, rates.row_no
        ) as choice
    from components
    inner join profiles on components.program_id = profiles.program_id
    inner join {{ ref('stg_terms__deal_rates') }} as rates
        on {{ same_component('components', 'rates') }}
        and (rates.country is null or rates.country = profiles.country_key)
        and (rates.campaign is null or rates.campaign = profiles.campaign_key)
        and rates.product is null
        and rates.account_type is null
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        valid_from,
        country_key,
        campaign_key,
        rate,
        rate_unit
    from ranked
    where choice = 1
)

select * from final

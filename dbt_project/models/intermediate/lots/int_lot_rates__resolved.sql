{#- Every lot component of a deal priced for every profile of trade that its program has seen. -#}
with

components as (
    select distinct program_id, partner_id, deal_id, component_id, terms_from as valid_from
    from {{ ref('int_components__by_brand') }}
    where component_type = 'per_lot' and is_plain_lots
),

profiles as (
    select program_id, profile_key, is_demo, account_type, symbol, symbol_group, country, campaign
    from {{ ref('int_trade_profiles__distinct') }}
),

-- Inside each component first: a left join on these conditions would compare all with all
candidates as (
    select
        rates.program_id,
        rates.deal_id,
        rates.component_id,
        rates.valid_from,
        profiles.profile_key,
        rates.rate,
        rates.rate_unit,
        row_number() over (
            partition by
                rates.program_id, rates.deal_id, rates.component_id, rates.valid_from,
                profiles.profile_key
            order by rates.specificity desc nulls last, rates.row_no nulls last
        ) as choice
    from components
    inner join {{ ref('stg_terms__deal_rates') }} as rates
        on {{ same_component('components', 'rates') }}
    inner join profiles
        on components.program_id = profiles.program_id
        and (rates.symbol is null or rates.symbol = profiles.symbol)
        and (rates.symbol_group is null or rates.symbol_group = profiles.symbol_group)
        and (
            rates.account_type is null
            or {{ is_account_of('rates.account_type', 'profiles') }}
        )
        and (rates.country is null or rates.country = profiles.country)
        and {{ is_own_campaign('rates', 'components', 'profiles') }}
        and rates.product is null
),

priced as (
    select
        components.*,
        profiles.profile_key,
        candidates.rate,
        candidates.rate_unit
    from components
    inner join profiles on components.program_id = profiles.program_id
    left join candidates
        on {{ same_component('components', 'candidates') }}
        and profiles.profile_key = candidates.profile_key
        and candidates.choice = 1
),

final as (
    select
        priced.program_id,
        priced.deal_id,
        priced.component_id,
        priced.valid_from as terms_from,
        priced.profile_key,
        priced.rate,
        priced.rate_unit,
        terms.modifier,
        coalesce(terms.reason_code, case when priced.rate is null then 'no_rate' end)
            as reason_code
    from priced
    inner join {{ ref('int_trade_terms__by_profile') }} as terms
        on priced.program_id = terms.program_id
        and priced.deal_id = terms.deal_id
        and priced.component_id = terms.component_id
        and priced.valid_from = terms.terms_from
        and priced.profile_key = terms.profile_key
)

select * from final

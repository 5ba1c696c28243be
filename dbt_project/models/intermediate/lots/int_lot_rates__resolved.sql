{#- Over 120 lines: rate, modifier and filters of the same profile. -#}
{#- Every lot component of a deal priced for every profile of trade that its program has seen. -#}
with

components as (
    select distinct program_id, deal_id, component_id, terms_from as valid_from
    from {{ ref('int_components__by_brand') }}
    where component_type = 'per_lot' and is_plain_lots
),

profiles as (
    select program_id, profile_key, is_demo, account_type, symbol, symbol_group, country, campaign
    from {{ ref('int_trade_profiles__distinct') }}
),

filters as (
    select program_id, deal_id, component_id, valid_from, filter_kind, filter_value
    from {{ ref('stg_terms__deal_filters') }}
),

-- `live` is every account that is not a demo, `demo` every demo account
listed as (
    select
        components.program_id,
        components.deal_id,
        components.component_id,
        components.valid_from,
        profiles.profile_key,
        max(case when filters.filter_kind = 'account_type' then 1 else 0 end) as by_account_type,
        max(case when filters.filter_kind in ('symbol', 'symbol_group') then 1 else 0 end)
            as by_symbol,
        max(
            case
                when filters.filter_kind = 'account_type'
                    and {{ is_account_of('filters.filter_value', 'profiles') }}
                    then 1
                else 0
            end
        ) as has_account_type,
        max(
            case
                when filters.filter_kind = 'symbol' and filters.filter_value = profiles.symbol
                    then 1
                when filters.filter_kind = 'symbol_group'
                    and filters.filter_value = profiles.symbol_group
                    then 1
                else 0
            end
        ) as has_symbol
    from components
    inner join profiles on components.program_id = profiles.program_id
    inner join filters on {{ same_component('components', 'filters') }}
    group by
        components.program_id, components.deal_id, components.component_id,
        components.valid_from, profiles.profile_key
),

priced as (
    select
        components.*,
        profiles.profile_key,
        profiles.is_demo,
        profiles.account_type,
        profiles.symbol,
        rates.rate,
        rates.rate_unit,
        row_number() over (
            partition by
                components.program_id, components.deal_id, components.component_id,
                components.valid_from, profiles.profile_key
            order by rates.specificity desc nulls last, rates.row_no nulls last
        ) as choice
    from components
    inner join profiles on components.program_id = profiles.program_id
    left join {{ ref('stg_terms__deal_rates') }} as rates
        on {{ same_component('components', 'rates') }}
        and (rates.symbol is null or rates.symbol = profiles.symbol)
        and (rates.symbol_group is null or rates.symbol_group = profiles.symbol_group)
        and (
            rates.account_type is null
            or {{ is_account_of('rates.account_type', 'profiles') }}
        )
        and (rates.country is null or rates.country = profiles.country)
        and (rates.campaign is null or rates.campaign = profiles.campaign)
        and rates.product is null
),

modified as (
    select
        components.*,
        profiles.profile_key,
        modifiers.modifier,
        row_number() over (
            partition by
                components.program_id, components.deal_id, components.component_id,
                components.valid_from, profiles.profile_key
            order by
                case
                    when modifiers.symbol is not null then 0
                    when modifiers.symbol_group is not null then 1
                    else 2
                end,
                modifiers.row_no
        ) as choice
    from components
    inner join profiles on components.program_id = profiles.program_id
    inner join {{ ref('stg_terms__deal_lot_modifiers') }} as modifiers
        on {{ same_component('components', 'modifiers') }}
        and (modifiers.symbol is null or modifiers.symbol = profiles.symbol)
        and (modifiers.symbol_group is null or modifiers.symbol_group = profiles.symbol_group)
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
        modified.modifier,
        case
            when priced.is_demo and coalesce(listed.has_account_type, 0) = 0 then 'demo_account'
            when listed.by_account_type = 1 and listed.has_account_type = 0
                then 'account_type_excluded'
            when listed.by_symbol = 1 and listed.has_symbol = 0 then 'symbol_excluded'
            when priced.rate is null then 'no_rate'
        end as reason_code
    from priced
    left join modified
        on {{ same_component('priced', 'modified') }}
        and priced.profile_key = modified.profile_key
        and modified.choice = 1
    left join listed
        on {{ same_component('priced', 'listed') }}
        and priced.profile_key = listed.profile_key
    where priced.choice = 1
)

select * from final

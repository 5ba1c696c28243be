{#-
    Every component that reads trades, or counts them for a step or gate, for every profile of
    trade: whether its filters let the profile through, and the factor (lots) or the mark-up
    (points) of its symbol.
-#}
with

components as (
    select program_id, deal_id, component_id, terms_from as valid_from
    from {{ ref('int_components__by_brand') }}
    where component_type in ('per_lot', 'per_turnover', 'spread_share', 'commission_share')
    union
    select program_id, deal_id, component_id, terms_from
    from {{ ref('int_metrics__asked') }}
    where metric in ('lots', 'active_clients')
),

profiles as (
    select program_id, profile_key, is_demo, account_type, symbol, symbol_group
    from {{ ref('int_trade_profiles__distinct') }}
),

filters as (
    select program_id, deal_id, component_id, valid_from, filter_kind, filter_value
    from {{ ref('stg_terms__deal_filters') }}
    where filter_kind in ('account_type', 'symbol', 'symbol_group')
),

-- `live` is every account that is not a demo, `demo` every demo account
listed as (
    select
        components.program_id,
        components.deal_id,
        components.component_id,
        components.valid_from,
        profiles.profile_key,
        profiles.is_demo,
        profiles.symbol,
        profiles.symbol_group,
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
    left join filters on {{ same_component('components', 'filters') }}
    group by
        components.program_id, components.deal_id, components.component_id,
        components.valid_from, profiles.profile_key, profiles.is_demo, profiles.symbol,
        profiles.symbol_group
),

-- Inside each component first: a left join on these conditions would compare all with all
modifiers as (
    select
        modifiers.program_id,
        modifiers.deal_id,
        modifiers.component_id,
        modifiers.valid_from,
        profiles.profile_key,
        modifiers.modifier,
        row_number() over (
            partition by
                modifiers.program_id, modifiers.deal_id, modifiers.component_id,
                modifiers.valid_from, profiles.profile_key
            order by
                case
                    when modifiers.symbol is not null then 0
                    when modifiers.symbol_group is not null then 1
                    else 2
                end,
                modifiers.row_no
        ) as choice
    from {{ ref('stg_terms__deal_lot_modifiers') }} as modifiers
    inner join profiles
        on modifiers.program_id = profiles.program_id
        and (modifiers.symbol is null or modifiers.symbol = profiles.symbol)
        and (modifiers.symbol_group is null or modifiers.symbol_group = profiles.symbol_group)
),

final as (
    select
        listed.program_id,
        listed.deal_id,
        listed.component_id,
        listed.valid_from as terms_from,
        listed.profile_key,
        listed.is_demo,
        modifiers.modifier,
        case
            when listed.is_demo and listed.has_account_type = 0 then 'demo_account'
            when listed.by_account_type = 1 and listed.has_account_type = 0
                then 'account_type_excluded'
            when listed.by_symbol = 1 and listed.has_symbol = 0 then 'symbol_excluded'
        end as reason_code
    from listed
    left join modifiers
        on {{ same_component('listed', 'modifiers') }}
        and listed.profile_key = modifiers.profile_key
        and modifiers.choice = 1
)

select * from final

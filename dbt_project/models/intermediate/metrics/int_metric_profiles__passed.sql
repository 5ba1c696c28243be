{#-
    Which profiles of trade a component's filters let through, and the modifier of their lots
    (RULINGS, Tiers and metrics). Without a list of account types live accounts pass.
-#}
with

components as (
    select distinct program_id, deal_id, component_id, terms_from
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

listed as (
    select
        components.program_id,
        components.deal_id,
        components.component_id,
        components.terms_from,
        profiles.profile_key,
        profiles.is_demo,
        profiles.symbol,
        profiles.symbol_group,
        coalesce(max(case when filters.filter_kind = 'account_type' then 1 else 0 end), 0)
            as by_account_type,
        coalesce(
            max(case when filters.filter_kind in ('symbol', 'symbol_group') then 1 else 0 end), 0
        ) as by_symbol,
        coalesce(max(
            case
                when filters.filter_kind = 'account_type'
                    and {{ is_account_of('filters.filter_value', 'profiles') }}
                    then 1
                else 0
            end
        ), 0) as has_account_type,
        coalesce(max(
            case
                when filters.filter_kind = 'symbol' and filters.filter_value = profiles.symbol
                    then 1
                when filters.filter_kind = 'symbol_group'
                    and filters.filter_value = profiles.symbol_group
                    then 1
                else 0
            end
        ), 0) as has_symbol
    from components
    inner join profiles on components.program_id = profiles.program_id
    left join filters on {{ same_component('components', 'filters', 'terms_from') }}
    group by all
),

final as (
    select
        listed.program_id,
        listed.deal_id,
        listed.component_id,
        listed.terms_from,
        listed.profile_key,
        listed.is_demo,
        coalesce(modifiers.modifier, 1) as modifier
    from listed
    left join {{ ref('stg_terms__deal_lot_modifiers') }} as modifiers
        on {{ same_component('listed', 'modifiers', 'terms_from') }}
        and (modifiers.symbol is null or modifiers.symbol = listed.symbol)
        and (modifiers.symbol_group is null or modifiers.symbol_group = listed.symbol_group)
    where (listed.has_account_type = 1 or (listed.by_account_type = 0 and not listed.is_demo))
        and (listed.by_symbol = 0 or listed.has_symbol = 1)
    qualify row_number() over (
        partition by
            listed.program_id, listed.deal_id, listed.component_id, listed.terms_from,
            listed.profile_key
        order by case when modifiers.symbol is not null then 0 else 1 end, modifiers.row_no
    ) = 1
)

select * from final

{#- Of accounts and symbols, so that no build looks through all trades for them. -#}
with

placed as (
    select * from {{ ref('int_accounts__placed') }}
),

kinds as (
    select program_id, is_demo, account_type, profile_country, profile_campaign from placed
    union
    select program_id, is_demo, account_type, profile_country, cast(null as varchar)
    from placed
),

symbols as (
    select distinct program_id, symbol, symbol_group from {{ ref('int_symbols__resolved') }}
),

final as (
    select
        kinds.program_id,
        {{ profile_key_of('kinds', 'symbols.symbol') }} as profile_key,
        kinds.is_demo,
        kinds.account_type,
        symbols.symbol,
        symbols.symbol_group,
        kinds.profile_country as country,
        kinds.profile_campaign as campaign
    from kinds
    inner join symbols on kinds.program_id = symbols.program_id
)

select * from final

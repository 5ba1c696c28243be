with

rates as (
    select program_id, country, campaign, account_type, symbol, symbol_group
    from {{ ref('stg_terms__deal_rates') }}
),

filters as (
    select program_id, filter_kind
    from {{ ref('stg_terms__deal_filters') }}
    where filter_kind in ('account_type', 'symbol', 'symbol_group')
),

modifiers as (
    select program_id from {{ ref('stg_terms__deal_lot_modifiers') }}
),

programs as (
    select program_id from {{ ref('stg_portal__programs') }}
),

-- A dimension that no term of the program names stays out of the profile, which keeps it small
named as (
    select
        program_id,
        case when country is not null then 1 else 0 end as country,
        case when campaign is not null then 1 else 0 end as campaign,
        case when account_type is not null then 1 else 0 end as account_type,
        case when coalesce(symbol, symbol_group) is not null then 1 else 0 end as symbol
    from rates
    union all
    select
        program_id,
        0 as country,
        0 as campaign,
        case when filter_kind = 'account_type' then 1 else 0 end as account_type,
        case when filter_kind <> 'account_type' then 1 else 0 end as symbol
    from filters
    union all
    select program_id, 0 as country, 0 as campaign, 0 as account_type, 1 as symbol
    from modifiers
),

final as (
    select
        programs.program_id,
        coalesce(max(named.country), 0) = 1 as uses_country,
        coalesce(max(named.campaign), 0) = 1 as uses_campaign,
        coalesce(max(named.account_type), 0) = 1 as uses_account_type,
        coalesce(max(named.symbol), 0) = 1 as uses_symbol
    from programs
    left join named on programs.program_id = named.program_id
    group by programs.program_id
)

select * from final

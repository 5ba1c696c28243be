{#-
    Every lot_key that a trade of a known account can have. Listed of accounts and not of trades, so
    that no build looks through all trades for them; a key that nobody traded has no lines.
-#}
with

placed as (
    select * from {{ ref('int_accounts__placed') }}
),

parts as (
    select
        program_id, part_key, partner_id as chain_partner_id, own_partner_id is not null as is_own,
        is_demo, account_type, profile_country, profile_campaign, uses_symbol
    from placed
    where part_key is not null
    union all
    select
        program_id, own_part_key, own_partner_id, true, is_demo, account_type, profile_country,
        profile_campaign, uses_symbol
    from placed
    where own_part_key is not null
    union all
    select
        program_id, bare_own_part_key, own_partner_id, true, is_demo, account_type,
        profile_country, cast(null as varchar), uses_symbol
    from placed
    where bare_own_part_key is not null
),

-- Accounts of one part are priced alike; of their types, where no term names types, any will do
distinct_parts as (
    select
        program_id, part_key, chain_partner_id, is_own, is_demo, profile_country,
        profile_campaign, uses_symbol, min(account_type) as account_type
    from parts
    group by
        program_id, part_key, chain_partner_id, is_own, is_demo, profile_country,
        profile_campaign, uses_symbol
),

brands as (
    select distinct program_id, brand_key from {{ ref('int_deals__by_brand') }}
),

symbols as (
    select
        program_id, symbol,
        row_number() over (partition by program_id order by symbol) as choice
    from (select distinct program_id, symbol from {{ ref('int_symbols__resolved') }}) as found
),

final as (
    select
        parts.program_id,
        {{ lot_key_of(
            'parts.part_key', 'brands.brand_key',
            'case when parts.uses_symbol then symbols.symbol end'
        ) }} as lot_key,
        parts.chain_partner_id,
        parts.is_own,
        brands.brand_key,
        {{ profile_key_of('parts', 'symbols.symbol') }} as profile_key
    from distinct_parts as parts
    inner join brands on parts.program_id = brands.program_id
    inner join symbols
        on parts.program_id = symbols.program_id
        and (parts.uses_symbol or symbols.choice = 1)
)

select * from final

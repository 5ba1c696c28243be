with

native as (
    select program_id, native_symbol from {{ ref('int_symbols__listed') }}
),

symbols as (
    select program_id, symbol, symbol_group from {{ ref('stg_terms__symbols') }}
),

aliases as (
    select program_id, native_symbol, symbol, is_suffix
    from {{ ref('stg_terms__symbol_aliases') }}
),

-- The whole name, else the name without a declared suffix
candidates as (
    select program_id, native_symbol, native_symbol as name, 0 as suffix_length from native
    union all
    select
        native.program_id,
        native.native_symbol,
        substr(
            native.native_symbol, 1, length(native.native_symbol) - length(aliases.native_symbol)
        ) as name,
        length(aliases.native_symbol) as suffix_length
    from native
    inner join aliases
        on native.program_id = aliases.program_id
        and aliases.is_suffix
        and length(native.native_symbol) > length(aliases.native_symbol)
        and right(native.native_symbol, length(aliases.native_symbol)) = aliases.native_symbol
),

known as (
    select
        candidates.program_id,
        candidates.native_symbol,
        candidates.suffix_length,
        coalesce(symbols.symbol, aliases.symbol) as symbol
    from candidates
    left join symbols
        on candidates.program_id = symbols.program_id
        and upper(candidates.name) = upper(symbols.symbol)
    left join aliases
        on candidates.program_id = aliases.program_id
        and upper(candidates.name) = upper(aliases.native_symbol)
        and not coalesce(aliases.is_suffix, false)
    where symbols.symbol is not null or aliases.symbol is not null
),

-- The longest suffix that leaves a known name; a whole name needs none
chosen as (
    select program_id, native_symbol, symbol
    from known
    qualify row_number() over (
        partition by program_id, native_symbol
        order by case when suffix_length = 0 then 0 else 1 end, suffix_length desc, symbol
    ) = 1
),

final as (
    select
        native.program_id,
        native.native_symbol,
        coalesce(chosen.symbol, native.native_symbol) as symbol,
        symbols.symbol_group
    from native
    left join chosen
        on native.program_id = chosen.program_id
        and native.native_symbol = chosen.native_symbol
    left join symbols
        on chosen.program_id = symbols.program_id
        and chosen.symbol = symbols.symbol
)

select * from final

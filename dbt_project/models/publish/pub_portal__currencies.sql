with
programs as (
    select * from {{ ref('stg_portal__programs') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

final as (
    select
        programs.program_id,
        currencies.currency_code,
        currencies.digits,
        currencies.symbol,
    from programs
    cross join currencies
)

select * from final

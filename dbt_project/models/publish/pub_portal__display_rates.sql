with

programs as (
    select program_id, rate_set from {{ ref('stg_portal__programs') }}
),

rates as (
    select * from {{ ref('stg_raw__fx_rates') }}
),

-- For showing an amount in another currency beside it; no amount is worked out with these
latest as (
    select *
    from rates
    qualify row_number() over (
        partition by rate_set, currency_code order by rate_on desc
    ) = 1
),

-- Those of currencies that are a fixed part of another come with the other's
tied as (
    select
        latest.rate_set,
        currencies.currency_code,
        cast({{ divide_12('latest.units_per_eur', 'currencies.parity') }} as decimal(18,8))
            as units_per_eur,
        latest.rate_on,
        latest.source
    from latest
    inner join {{ ref('currencies') }} as currencies
        on latest.currency_code = currencies.parity_to
    left join latest as delivered
        on latest.rate_set = delivered.rate_set
        and currencies.currency_code = delivered.currency_code
    where delivered.currency_code is null
),

together as (
    select rate_set, currency_code, units_per_eur, rate_on, source from latest
    union all
    select rate_set, currency_code, units_per_eur, rate_on, source from tied
),

final as (
    select
        programs.program_id,
        together.currency_code,
        together.units_per_eur,
        together.rate_on,
        together.source
    from programs
    inner join together on programs.rate_set = together.rate_set
)

select * from final

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

final as (
    select
        programs.program_id,
        latest.currency_code,
        latest.units_per_eur,
        latest.rate_on,
        latest.source
    from programs
    inner join latest on programs.rate_set = latest.rate_set
)

select * from final

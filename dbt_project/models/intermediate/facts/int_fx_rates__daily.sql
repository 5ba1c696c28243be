{#- Over 120 lines: one rule of COMMISSIONS, Exchange, from stored rates to crossed ones. -#}
{#-
    What one unit of a currency was worth on a day in each currency that a deal of the program is
    kept in (COMMISSIONS, Exchange): the last rate dated strictly before the day, at most 7 days
    old. A currency with a parity goes through the currency it is tied to. No row: no rate.
-#}
with

programs as (
    select program_id, rate_set from {{ ref('stg_portal__programs') }}
),

targets as (
    select distinct program_id, currency_code from {{ ref('stg_terms__deal_versions') }}
),

-- Deals in several currencies: an amount below becomes the upline's currency on the line's day
mixed as (
    select program_id from targets group by program_id having count(*) > 1
),

line_days as (
    select distinct program_id, event_on from {{ ref('int_conversions__attributed') }}
    union
    select program_id, event_on from {{ ref('int_fact_days__listed') }}
    union
    select program_id, ends_on as event_on from {{ ref('stg_portal__periods') }}
),

needed as (
    select distinct program_id, event_on, currency_code
    from {{ ref('int_conversions__attributed') }}
    where currency_code is not null
    union
    select line_days.program_id, line_days.event_on, targets.currency_code
    from line_days
    inner join mixed on line_days.program_id = mixed.program_id
    inner join targets on line_days.program_id = targets.program_id
    union
    select program_id, event_on, currency_code
    from {{ ref('int_fact_days__listed') }}
    where currency_code is not null
    union
    select distinct program_id, event_on, currency_code
    from {{ ref('int_trade_candidates__judged') }}
    where currency_code is not null and component_type = 'spread_share' and base_kind = 'revenue'
    union
    select distinct program_id, event_on, quote_currency_code as currency_code
    from {{ ref('int_trade_candidates__judged') }}
    where quote_currency_code is not null
        and (component_type = 'per_turnover' or base_kind in ('points', 'mark_up'))
),

currencies as (
    {{ tied_currencies() }}
),

bounds as (
    select min(event_on) as first_on, max(event_on) as last_on from needed
),

stored as (
    select rate_set, rate_on, currency_code, units_per_eur, source
    from {{ ref('stg_raw__fx_rates') }}
),

euro as (
    select distinct
        rate_set, rate_on, 'EUR' as currency_code, cast(1 as decimal(18,8)) as units_per_eur, source
    from stored
),

rates as (
    select * from stored
    union all
    select * from euro
),

-- The days for which a rate is the last one before: from the next day on, seven at most
ranges as (
    select
        rates.rate_set,
        rates.rate_on,
        rates.currency_code,
        rates.units_per_eur,
        rates.source,
        {{ add_days('rates.rate_on', 1) }} as valid_from,
        least(
            {{ add_days('rates.rate_on', 7) }},
            coalesce(
                lead(rates.rate_on) over (
                    partition by rates.rate_set, rates.currency_code order by rates.rate_on
                ),
                {{ forever() }}
            )
        ) as valid_to
    from rates
    inner join bounds
        on rates.rate_on between {{ add_days('bounds.first_on', -8) }} and bounds.last_on
),

days as (
    select distinct program_id, event_on from needed
),

on_day as (
    select
        days.program_id,
        days.event_on,
        currencies.currency_code,
        ranges.units_per_eur,
        currencies.parity,
        ranges.rate_on,
        programs.rate_set || ' ' || ranges.source as fx_source
    from days
    inner join programs on days.program_id = programs.program_id
    inner join ranges
        on programs.rate_set = ranges.rate_set
        and days.event_on between ranges.valid_from and ranges.valid_to
    inner join currencies on ranges.currency_code = currencies.base_code
),

crossed as (
    select
        needed.program_id,
        needed.event_on,
        needed.currency_code as source_currency_code,
        targets.currency_code,
        {{ divide_12(
            'target.units_per_eur * source.parity', 'source.units_per_eur * target.parity'
        ) }} as fx_rate,
        least(source.rate_on, target.rate_on) as fx_on,
        source.fx_source
    from needed
    inner join targets
        on needed.program_id = targets.program_id
        and needed.currency_code <> targets.currency_code
    inner join on_day as source
        on needed.program_id = source.program_id
        and needed.event_on = source.event_on
        and needed.currency_code = source.currency_code
    inner join on_day as target
        on needed.program_id = target.program_id
        and needed.event_on = target.event_on
        and targets.currency_code = target.currency_code
),

same as (
    select
        needed.program_id,
        needed.event_on,
        needed.currency_code as source_currency_code,
        needed.currency_code,
        cast(1 as decimal(38,12)) as fx_rate,
        cast(null as date) as fx_on,
        cast(null as varchar) as fx_source
    from needed
    inner join targets
        on needed.program_id = targets.program_id
        and needed.currency_code = targets.currency_code
),

together as (
    select * from crossed
    union all
    select * from same
),

final as (
    select
        program_id,
        event_on,
        source_currency_code,
        currency_code,
        cast(fx_rate as decimal(28,12)) as fx_rate,
        fx_on,
        fx_source
    from together
)

select * from final

with
facts as (
    select * from {{ ref('mart_fact_days') }}
),

lines as (
    select * from {{ ref('com_lines') }}
),

currencies as (
    select * from {{ ref('mart_partner_currencies') }}
),

together as (
    select
        facts.program_id,
        facts.partner_id,
        facts.day,
        currencies.currency_code,
        facts.clicks,
        facts.registrations,
        facts.first_deposits,
        facts.sales,
        facts.lots,
        0 as commission_minor,
    from facts
    inner join currencies
        on
            facts.program_id = currencies.program_id
            and facts.partner_id = currencies.partner_id
    union all
    select
        program_id,
        partner_id,
        event_on,
        currency_code,
        0 as clicks,
        0 as registrations,
        0 as first_deposits,
        0 as sales,
        0 as lots,
        amount_minor,
    from lines
    where state <> 'locked'
),

final as (
    select
        program_id,
        partner_id,
        day,
        currency_code,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(registrations) as bigint) as registrations,
        cast(sum(first_deposits) as bigint) as first_deposits,
        cast(sum(sales) as bigint) as sales,
        cast(sum(lots) as decimal(18,4)) as lots,
        cast(sum(commission_minor) as bigint) as commission_minor,
    from together
    group by program_id, partner_id, day, currency_code
)

select * from final

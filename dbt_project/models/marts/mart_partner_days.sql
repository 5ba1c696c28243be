with
facts as (
    select * from {{ ref('mart_fact_days') }}
),

earners as (
    select distinct earner_key, program_id, partner_id, currency_code
    from {{ ref('int_lot_levels__cut') }}
    where rounding = 'line'
),

-- Plain lots come summed by day; their lines are many, and only those that a review rejected or a
-- period rounds are looked at one by one
lines as (
    select program_id, partner_id, event_on, currency_code, amount_minor
    from {{ ref('com_lines') }}
    where state <> 'locked' and (not is_plain or rounding = 'period')
    union all
    select
        earners.program_id, earners.partner_id, days.event_on, earners.currency_code,
        days.amount_minor
    from {{ ref('int_lot_days__summed') }} as days
    inner join earners on days.earner_key = earners.earner_key
    union all
    select
        lots.program_id,
        lots.partner_id,
        lots.event_on,
        lots.currency_code,
        -lots.amount_minor as amount_minor
    from {{ ref('com_lines__per_lot') }} as lots
    inner join {{ ref('int_reviews__effective') }} as reviews
        on lots.program_id = reviews.program_id
        and lots.line_id = reviews.target_id
    where lots.rounding = 'line' and reviews.target_kind = 'line'
        and reviews.rejected_from is not null
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

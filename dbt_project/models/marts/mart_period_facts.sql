with
days as (
    select * from {{ ref('mart_fact_days') }}
),

client_days as (
    select * from {{ ref('mart_client_days') }}
),

calendars as (
    select * from {{ ref('mart_partner_calendars') }}
),

currencies as (
    select * from {{ ref('mart_partner_currencies') }}
),

digits as (
    select * from {{ ref('currencies') }}
),

periods as (
    select * from {{ ref('sta_periods') }}
),

partner_periods as (
    select
        calendars.program_id,
        calendars.partner_id,
        calendars.calendar_id,
        periods.period_id,
        periods.starts_on,
        periods.ends_on,
        currencies.currency_code,
        digits.digits,
    from calendars
    inner join currencies
        on
            calendars.program_id = currencies.program_id
            and calendars.partner_id = currencies.partner_id
    inner join digits on currencies.currency_code = digits.currency_code
    inner join periods
        on
            calendars.program_id = periods.program_id
            and calendars.calendar_id = periods.calendar_id
),

counts as (
    select
        program_id,
        partner_id,
        day,
        clicks,
        registrations,
        first_deposits,
        sales,
        lots,
        cast(null as varchar) as active_client_id,
        cast(0 as {{ exact_type() }}) as net_revenue_amount,
    from days
    union all
    select
        program_id,
        partner_id,
        day,
        0,
        0,
        0,
        0,
        0,
        case when is_active then client_id end as active_client_id,
        net_revenue_amount,
    from client_days
),

final as (
    select
        partner_periods.program_id,
        partner_periods.partner_id,
        partner_periods.calendar_id,
        partner_periods.period_id,
        partner_periods.currency_code,
        cast(sum(counts.clicks) as bigint) as clicks,
        cast(sum(counts.registrations) as bigint) as registrations,
        cast(sum(counts.first_deposits) as bigint) as first_deposits,
        cast(count(distinct counts.active_client_id) as bigint) as active_clients,
        cast(sum(counts.sales) as bigint) as sales,
        cast(sum(counts.lots) as decimal(18,4)) as lots,
        {{ to_minor('sum(counts.net_revenue_amount)', 'partner_periods.digits') }}
            as net_revenue_minor,
    from partner_periods
    inner join counts
        on
            partner_periods.program_id = counts.program_id
            and partner_periods.partner_id = counts.partner_id
            and counts.day between partner_periods.starts_on and partner_periods.ends_on
    group by
        partner_periods.program_id, partner_periods.partner_id, partner_periods.calendar_id,
        partner_periods.period_id, partner_periods.currency_code, partner_periods.digits
)

select * from final

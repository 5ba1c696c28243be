with
facts as (
    select * from {{ ref('mart_fact_days') }}
),

client_days as (
    select * from {{ ref('mart_client_days') }}
),

partner_days as (
    select * from {{ ref('mart_partner_days') }}
),

partner_currencies as (
    select * from {{ ref('mart_partner_currencies') }}
),

programs as (
    select * from {{ ref('stg_portal__programs') }}
),

digits as (
    select * from {{ ref('currencies') }}
),

-- Facts of partners stand in their currency, those of nobody in the program's.
named as (
    select
        facts.program_id,
        facts.day,
        coalesce(partner_currencies.currency_code, programs.currency_code) as currency_code,
        facts.clicks,
        facts.registrations,
        facts.first_deposits,
        0 as active_clients,
        facts.lots,
        0 as commission_minor,
        cast(0 as {{ exact_type() }}) as net_revenue_amount,
    from facts
    inner join programs on facts.program_id = programs.program_id
    left join partner_currencies
        on
            facts.program_id = partner_currencies.program_id
            and facts.partner_id = partner_currencies.partner_id
    union all
    select
        client_days.program_id,
        client_days.day,
        coalesce(partner_currencies.currency_code, programs.currency_code) as currency_code,
        0,
        0,
        0,
        case when client_days.is_active then 1 else 0 end as active_clients,
        0,
        0,
        client_days.net_revenue_amount,
    from client_days
    inner join programs on client_days.program_id = programs.program_id
    left join partner_currencies
        on
            client_days.program_id = partner_currencies.program_id
            and client_days.partner_id = partner_currencies.partner_id
    union all
    select program_id, day, currency_code, 0, 0, 0, 0, 0, commission_minor, 0
    from partner_days
),

summed as (
    select
        program_id,
        day,
        currency_code,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(registrations) as bigint) as registrations,
        cast(sum(first_deposits) as bigint) as first_deposits,
        cast(sum(active_clients) as bigint) as active_clients,
        cast(sum(lots) as decimal(18,4)) as lots,
        cast(sum(commission_minor) as bigint) as commission_minor,
        sum(net_revenue_amount) as net_revenue_amount,
    from named
    group by program_id, day, currency_code
),

final as (
    select
        summed.program_id,
        summed.day,
        summed.currency_code,
        summed.clicks,
        summed.registrations,
        summed.first_deposits,
        summed.active_clients,
        summed.lots,
        summed.commission_minor,
        {{ to_minor('summed.net_revenue_amount', 'digits.digits') }} as net_revenue_minor,
    from summed
    inner join digits on summed.currency_code = digits.currency_code
)

select * from final

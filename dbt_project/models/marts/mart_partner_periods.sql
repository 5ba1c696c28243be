with
facts as (
    select * from {{ ref('mart_period_facts') }}
),

commissions as (
    select * from {{ ref('mart_period_commissions') }}
),

together as (
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        clicks,
        registrations,
        first_deposits,
        active_clients,
        sales,
        lots,
        net_revenue_minor,
        0 as commission_minor,
        0 as locked_minor,
        0 as held_minor,
        0 as carried_minor,
        0 as line_count,
    from facts
    union all
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        0 as clicks,
        0 as registrations,
        0 as first_deposits,
        0 as active_clients,
        0 as sales,
        0 as lots,
        0 as net_revenue_minor,
        commission_minor,
        locked_minor,
        held_minor,
        carried_minor,
        line_count,
    from commissions
),

final as (
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        cast(sum(clicks) as bigint) as clicks,
        cast(sum(registrations) as bigint) as registrations,
        cast(sum(first_deposits) as bigint) as first_deposits,
        cast(sum(active_clients) as bigint) as active_clients,
        cast(sum(sales) as bigint) as sales,
        cast(sum(lots) as decimal(18,4)) as lots,
        cast(sum(net_revenue_minor) as bigint) as net_revenue_minor,
        cast(sum(commission_minor) as bigint) as commission_minor,
        cast(sum(locked_minor) as bigint) as locked_minor,
        cast(sum(held_minor) as bigint) as held_minor,
        cast(sum(carried_minor) as bigint) as carried_minor,
        cast(sum(line_count) as bigint) as line_count,
    from together
    group by program_id, partner_id, calendar_id, period_id, currency_code
)

select * from final

{#-
    What happened on the days on which a client of a CPA that pays by position qualified, fact by
    fact: the measures of int_metric_days__measured before they are summed into days.
-#}
with

days as (
    select distinct program_id, event_on
    from {{ ref('int_cpa_clients__qualified') }}
    where tier_kind = 'marginal'
),

conversions as (
    select conversions.*
    from {{ ref('int_conversions__attributed') }} as conversions
    inner join days
        on conversions.program_id = days.program_id
        and conversions.event_on = days.event_on
    where not conversions.is_rejected and not conversions.is_own
),

played as (
    select activity.*
    from {{ ref('int_activity__attributed') }} as activity
    inner join days
        on activity.program_id = days.program_id
        and activity.event_on = days.event_on
    where not activity.is_rejected and not activity.is_own
),

activity as (
    {{ at_day_end('played') }}
),

trades as (
    select trades.*
    from {{ ref('int_trades__attributed') }} as trades
    inner join days
        on trades.program_id = days.program_id
        and trades.event_on = days.event_on
    where not trades.is_rejected and not trades.is_own and not trades.is_demo
),

first_deposits as (
    select program_id, client_id, min(event_on) as deposited_on
    from {{ ref('int_conversions__attributed') }}
    where conversion_type = 'deposit' and not is_rejected
    group by program_id, client_id
),

-- What a chargeback names decides whether it lowers sales
named as (
    {{ facts_named_by('conversions') }}
),

together as (
    select
        conversions.program_id, conversions.event_on, 0 as is_daily, conversions.occurred_at,
        conversions.record_key, conversions.chain_partner_id, conversions.brand_key,
        conversions.client_id, conversions.currency_code,
        case when conversions.conversion_type = 'registration' then 1 else 0 end
            as registrations,
        case
            when conversions.conversion_type = 'deposit'
                and first_deposits.deposited_on = conversions.event_on
                then 1
            else 0
        end as first_deposits,
        case when conversions.conversion_type = 'sale' then 1 else 0 end as sales,
        0 as trades, 0 as stake_days, 0 as lots,
        case when conversions.conversion_type = 'deposit' then conversions.amount else 0 end
            as deposits,
        0 as net_revenue,
        case
            when conversions.conversion_type = 'sale' then conversions.amount
            when conversions.conversion_type = 'refund' or named.conversion_type = 'sale'
                then -abs(conversions.amount)
            else 0
        end as net_sales,
        0 as turnover
    from conversions
    left join first_deposits
        on conversions.program_id = first_deposits.program_id
        and conversions.client_id = first_deposits.client_id
    left join named
        on conversions.program_id = named.program_id
        and conversions.refunds = named.event_id
        and conversions.conversion_type = 'chargeback'
    union all
    select
        program_id, event_on, 1, occurred_at, record_key, chain_partner_id, brand_key, client_id,
        currency_code, 0, 0, 0, 0, case when stakes > 0 then 1 else 0 end, 0, 0, net_revenue, 0,
        stakes
    from activity
    union all
    select
        program_id, event_on, 0, occurred_at, record_key, chain_partner_id, brand_key, client_id,
        cast(null as varchar), 0, 0, 0, 1, 0, lots, 0, 0, 0, 0
    from trades
),

final as (
    select * from together where client_id is not null and chain_partner_id is not null
)

select * from final

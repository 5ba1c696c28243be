{{ config(**partitioned()) }}

{#-
    On which days what happened in which currencies, by touched day, so that no build looks through
    all facts for them. A record that counts on another day than its own stands on both. A trade has
    a currency where an amount of it is in it.
-#}
with

moved as (
    select program_id, record_key, counts_on from {{ ref('int_late_facts__moved') }}
),

activity as (
    select record.program_id, record.activity_on as event_on, record.currency_code
    from {{ ref('stg_raw__activity') }} as record
    where {{ touched_only('record.program_id', 'record.activity_on') }}
    union all
    select record.program_id, moved.counts_on, record.currency_code
    from {{ ref('stg_raw__activity') }} as record
    inner join moved
        on record.program_id = moved.program_id
        and record.record_key = moved.record_key
    where {{ touched_only('record.program_id', 'moved.counts_on') }}
),

trades as (
    select
        trade.program_id, trade.event_on,
        case when trade.commission_amount <> 0 or trade.spread_revenue_amount <> 0
            then trade.currency_code end as currency_code
    from {{ ref('int_trades__attributed') }} as trade
    where {{ touched_only('trade.program_id', 'trade.event_on') }}
    union all
    select trade.program_id, trade.event_on, trade.currency_code
    from {{ ref('stg_raw__trades') }} as trade
    where trade.agent_commission_amount <> 0
        and {{ touched_only('trade.program_id', 'trade.event_on') }}
        and {{ may_be_of_batch('trade.closed_at') }}
),

final as (
    select distinct program_id, event_on, 'activity' as kind, currency_code from activity
    union all
    select distinct program_id, event_on, 'trade' as kind, currency_code from trades
)

select * from final

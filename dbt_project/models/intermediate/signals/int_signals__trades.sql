{#- Trades that look made for the commission. -#}
with

trades as (
    select
        facts.program_id,
        facts.record_key,
        facts.client_id,
        facts.attributed_partner_id as partner_id,
        facts.symbol,
        facts.lots,
        facts.holding_seconds,
        facts.occurred_at,
        records.side,
        records.opened_at,
        {{ second_of('facts.occurred_at') }} as second_no
    from {{ ref('int_trades__attributed') }} as facts
    inner join {{ ref('stg_raw__trades') }} as records
        on
            facts.program_id = records.program_id
            and facts.record_key = records.record_key
    where
        facts.client_id is not null
        and facts.attributed_partner_id is not null
        and not facts.is_demo
),

quick as (
    select
        trades.*,
        rules.threshold,
        count(*) over (
            partition by trades.program_id, trades.client_id
            order by trades.second_no
            range between rules.window_seconds preceding and current row
        ) as trade_count
    from trades
    inner join {{ signal_rule('churn') }} as rules
        on trades.program_id = rules.program_id
    where trades.holding_seconds < rules.limit_seconds
),

churn as (
    select
        program_id,
        'churn' as signal_code,
        client_id as target_id,
        arg_max(partner_id, (second_no, record_key)) as partner_id,
        max(trade_count) as measured,
        min(occurred_at) as first_seen_at,
        {{ evidence(
            {'trades': 'max(trade_count)'}, 'list(record_key order by second_no, record_key)'
        ) }} as evidence
    from quick
    where trade_count >= threshold
    group by program_id, client_id
),

pairs as (
    select
        bought.program_id,
        bought.partner_id,
        bought.client_id as buyer_id,
        sold.client_id as seller_id,
        rules.threshold,
        count(*) as pair_count,
        max(greatest(bought.occurred_at, sold.occurred_at)) as first_seen_at,
        list(bought.record_key order by bought.record_key) as bought_keys,
        list(sold.record_key order by sold.record_key) as sold_keys
    from trades as bought
    inner join {{ signal_rule('opposite_hedges') }} as rules
        on bought.program_id = rules.program_id
    inner join trades as sold
        on
            bought.program_id = sold.program_id
            and bought.partner_id = sold.partner_id
            and bought.symbol = sold.symbol
            and bought.lots = sold.lots
            and bought.client_id <> sold.client_id
            and {{ seconds_between('bought.opened_at', 'sold.opened_at') }}
            between -rules.window_seconds and rules.window_seconds
    where bought.side = 'buy' and sold.side = 'sell'
    group by
        bought.program_id, bought.partner_id, bought.client_id, sold.client_id, rules.threshold
    having count(*) >= rules.threshold
),

legs as (
    select program_id, partner_id, buyer_id as target_id, pair_count, first_seen_at, bought_keys
        as records
    from pairs
    union all
    select program_id, partner_id, seller_id, pair_count, first_seen_at, sold_keys
    from pairs
),

opposite_hedges as (
    select
        program_id,
        'opposite_hedges' as signal_code,
        target_id,
        min(partner_id) as partner_id,
        max(pair_count) as measured,
        min(first_seen_at) as first_seen_at,
        {{ evidence(
            {'pairs': 'max(pair_count)'},
            'arg_max(records, (pair_count, cast(records as varchar)))'
        ) }} as evidence
    from legs
    group by program_id, target_id
)

select * from churn
union all
select * from opposite_hedges

{#- By day, so that a build looks at the trades of touched days only. -#}
{{ config(**partitioned()) }}

select
    trade.program_id,
    trade.event_on,
    trade.lot_key,
    trade.chain_partner_id,
    trade.is_own,
    trade.brand_key,
    min(trade.profile_key) as profile_key
from {{ ref('int_trades__attributed') }} as trade
where trade.chain_partner_id is not null
    and {{ touched_only('trade.program_id', 'trade.event_on') }}
group by
    trade.program_id, trade.event_on, trade.lot_key, trade.chain_partner_id, trade.is_own,
    trade.brand_key

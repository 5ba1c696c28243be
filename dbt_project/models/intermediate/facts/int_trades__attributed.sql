{#- Over 120 lines: the columns of a trade, one a line. -#}
{{ config(**partitioned()) }}

with

-- A record that counts on another day than its own is looked for in all of history; the others
-- only where their day may be
trades as (
    select trade.*, trade.event_on as counts_on, trade.closed_at as counts_at
    from {{ ref('stg_raw__trades') }} as trade
    left join {{ ref('int_late_facts__moved') }} as moved
        on trade.program_id = moved.program_id
        and trade.record_key = moved.record_key
    where moved.record_key is null
        and {{ touched_only('trade.program_id', 'trade.event_on') }}
        and {{ may_be_of_batch('trade.closed_at') }}
    union all
    select
        trade.*,
        moved.counts_on,
        {{ local_day_start('moved.counts_on', 'programs.time_zone') }} as counts_at
    from {{ ref('stg_raw__trades') }} as trade
    inner join {{ ref('int_late_facts__moved') }} as moved
        on trade.program_id = moved.program_id
        and trade.record_key = moved.record_key
    inner join {{ ref('stg_portal__programs') }} as programs
        on trade.program_id = programs.program_id
    where {{ touched_only('trade.program_id', 'moved.counts_on') }}
),

accounts as (
    select program_id, account_id, client_id, account_tail, account_type, is_demo
    from {{ ref('stg_raw__accounts') }}
),

matched as (
    select
        trades.program_id,
        trades.record_key,
        trades.counts_on as event_on,
        trades.counts_at as occurred_at,
        trades.account_id,
        coalesce(trades.account_tail, accounts.account_tail) as account_tail,
        accounts.account_id is not null as has_account,
        accounts.account_type,
        coalesce(accounts.is_demo, false) as is_demo,
        coalesce(trades.client_id, accounts.client_id) as client_id,
        trades.native_symbol,
        trades.brand,
        trades.lots,
        {{ seconds_between('trades.opened_at', 'trades.closed_at') }} as holding_seconds,
        trades.commission_amount,
        trades.spread_revenue_amount,
        trades.currency_code,
        trades.deal_reason,
        trades.file_name,
        trades.file_row,
        trades.recorded_at
    from trades
    left join accounts
        on trades.program_id = accounts.program_id
        and trades.account_id = accounts.account_id
),

attributed as (
    select
        matched.*,
        symbols.symbol,
        symbols.symbol_group,
        {{ attributed_to('matched', 'partner_id') }}
            as attributed_partner_id,
        people.own_partner_id,
        people.country,
        {{ attributed_to('matched', 'campaign') }} as campaign,
        {{ attributed_to('matched', 'link_code') }} as link_code,
        {{ attributed_to('matched', 'sub1') }} as sub1,
        case when brands.brand_key is null then '' else matched.brand end as brand_key,
        dimensions.uses_country,
        dimensions.uses_campaign,
        dimensions.uses_account_type,
        dimensions.uses_symbol,
        {{ is_rejected_on_its_day('matched') }} as is_rejected
    from matched
    inner join {{ ref('int_rate_dimensions__used') }} as dimensions
        on matched.program_id = dimensions.program_id
    inner join {{ ref('int_symbols__resolved') }} as symbols
        on matched.program_id = symbols.program_id
        and matched.native_symbol = symbols.native_symbol
    {{ joined_people('matched') }}
    left join (
        select distinct program_id, brand_key from {{ ref('int_deals__by_brand') }}
    ) as brands
        on matched.program_id = brands.program_id
        and matched.brand = brands.brand_key
    {{ joined_reviews('matched') }}
),

chained as (
    select
        attributed.*,
        {{ chain_partner_of('attributed') }} as chain_partner_id,
        case when attributed.uses_country then attributed.country end as profile_country,
        case when attributed.uses_campaign then attributed.campaign end as profile_campaign,
        case when attributed.uses_account_type then attributed.account_type end as lot_account_type
    from attributed
    {{ joined_own_deals('attributed') }}
),

final as (
    select
        attributed.program_id,
        attributed.record_key,
        attributed.event_on,
        attributed.occurred_at,
        attributed.client_id,
        attributed.attributed_partner_id,
        attributed.chain_partner_id,
        attributed.own_partner_id is not null as is_own,
        attributed.account_id,
        attributed.account_tail,
        attributed.has_account,
        attributed.account_type,
        attributed.is_demo,
        attributed.brand,
        attributed.brand_key,
        attributed.symbol,
        attributed.symbol_group,
        attributed.country,
        attributed.campaign,
        attributed.link_code,
        attributed.sub1,
        {{ profile_key_of('attributed', 'attributed.symbol') }} as profile_key,
        attributed.profile_country,
        attributed.profile_campaign,
        attributed.lots,
        attributed.holding_seconds,
        attributed.commission_amount,
        attributed.spread_revenue_amount,
        attributed.currency_code,
        attributed.deal_reason,
        attributed.is_rejected,
        attributed.file_name,
        attributed.file_row,
        attributed.recorded_at,
        {{ key_of(['attributed.program_id', 'attributed.record_key']) }} as trade_key,
        {{ lot_key_of(
            lot_part_key('attributed', 'attributed.chain_partner_id'),
            'attributed.brand_key',
            'case when attributed.uses_symbol then attributed.symbol end'
        ) }} as lot_key
    from chained as attributed
)

select * from final

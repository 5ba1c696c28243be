{{ config(**partitioned()) }}

with

trades as (
    select *
    from {{ ref('int_trades__attributed') }} as trade
    where {{ touched_only('trade.program_id', 'trade.event_on') }}
),

direct_levels as (
    select * from {{ ref('int_lot_levels__priced') }} where level = 0
),

deals as (
    select program_id, partner_id, brand_key, deal_id, valid_from, valid_to
    from {{ ref('int_deals__by_brand') }}
),

programs as (
    select program_id, trim(split_part(calendar_ids, ',', 1)) as calendar_id
    from {{ ref('stg_portal__programs') }}
),

excluded_reasons as (
    select program_id, deal_id, component_id, valid_from, filter_value
    from {{ ref('stg_terms__deal_filters') }}
    where filter_kind = 'excluded_deal_reason'
),

judged as (
    select
        trades.program_id,
        coalesce(levels.calendar_id, programs.calendar_id) as calendar_id,
        trades.record_key as event_record_key,
        coalesce(levels.component_id, '') as component_id,
        coalesce(levels.direct_partner_id, trades.chain_partner_id) as direct_partner_id,
        coalesce(levels.deal_id, deals.deal_id) as deal_id,
        trades.client_id,
        trades.event_on,
        trades.occurred_at,
        trades.symbol,
        trades.lots as quantity,
        levels.minimum_holding_seconds,
        trades.holding_seconds,
        trades.account_type,
        trades.deal_reason,
        case
            when trades.client_id is null then 'unmatched_account'
            when trades.chain_partner_id is null then 'unattributed'
            when trades.is_rejected then 'rejected'
            when levels.component_id is null and deals.deal_id is null then 'no_deal'
            when levels.reason_code is not null then levels.reason_code
            when excluded_reasons.filter_value is not null then 'deal_reason_excluded'
            when
                levels.minimum_holding_seconds > 0
                and not coalesce(
                    trades.holding_seconds >= levels.minimum_holding_seconds, false
                )
                then 'holding_time'
        end as refusal_code,
        levels.component_id is not null as has_component,
        trades.file_name,
        trades.file_row
    from trades
    inner join programs on trades.program_id = programs.program_id
    left join direct_levels as levels
        on trades.lot_key = levels.lot_key
        and trades.event_on between levels.valid_from and levels.valid_to
    left join deals
        on trades.program_id = deals.program_id
        and trades.chain_partner_id = deals.partner_id
        and trades.brand_key = deals.brand_key
        and trades.event_on between deals.valid_from and deals.valid_to
    left join excluded_reasons
        on {{ same_lead('levels', 'excluded_reasons', 'valid_from') }}
        and trades.deal_reason = excluded_reasons.filter_value
),

final as (
    select
        {{- select_columns(unpaid_columns(), {
            'program_id': 'judged.program_id',
            'calendar_id': 'judged.calendar_id',
            'period_id': 'periods.period_id',
            'event_record_key': 'event_record_key',
            'component_id': 'component_id',
            'direct_partner_id': 'direct_partner_id',
            'deal_id': 'deal_id',
            'client_id': 'client_id',
            'event_on': 'event_on',
            'occurred_at': 'occurred_at',
            'event_kind': "'trade'",
            'symbol': 'symbol',
            'quantity': 'quantity',
            'reason_code': "coalesce(refusal_code, 'outside_periods')",
            'asked': "case refusal_code when 'holding_time' then minimum_holding_seconds end",
            'found': "case
                when refusal_code = 'holding_time' then cast(holding_seconds as varchar)
                when refusal_code in ('demo_account', 'account_type_excluded') then account_type
                when refusal_code in ('symbol_excluded', 'no_rate') then symbol
                when refusal_code = 'deal_reason_excluded' then deal_reason
            end",
            'file_name': 'file_name',
            'file_row': 'file_row',
        }) }}
    from judged
    left join {{ ref('int_periods__daily') }} as periods
        on judged.program_id = periods.program_id
        and judged.calendar_id = periods.calendar_id
        and judged.event_on = periods.day
    where refusal_code is not null or (has_component and periods.period_id is null)
)

select * from final

{{ config(**partitioned()) }}

with

trades as (
    select *
    from {{ ref('int_trades__attributed') }} as trade
    where trade.chain_partner_id is not null
        and {{ touched_only('trade.program_id', 'trade.event_on') }}
),

levels as (
    select *
    from {{ ref('int_lot_levels__priced') }}
    where reason_code is null or (reason_code = 'no_difference' and level > 0)
),

excluded_reasons as (
    select program_id, deal_id, component_id, valid_from, filter_value
    from {{ ref('stg_terms__deal_filters') }}
    where filter_kind = 'excluded_deal_reason'
),

priced as (
    select
        trades.program_id,
        levels.calendar_id,
        periods.period_id,
        levels.partner_id,
        levels.deal_id,
        levels.plan_id,
        levels.plan_version_no,
        levels.component_id,
        'per_lot' as component_type,
        'event' as family,
        levels.level,
        'earned' as line_kind,
        trades.record_key as event_record_key,
        trades.event_on,
        trades.occurred_at,
        trades.client_id,
        levels.direct_partner_id,
        levels.lower_partner_id,
        trades.account_tail,
        trades.account_type,
        trades.brand,
        trades.symbol,
        trades.symbol_group,
        trades.country,
        trades.link_code,
        trades.sub1,
        case when levels.level = 0 then 'per_lot' else 'per_lot_differential' end as formula_code,
        trades.lots as quantity,
        'lots' as quantity_unit,
        levels.modifier,
        levels.rate,
        levels.rate_unit,
        levels.lower_rate,
        case
            when trades.is_rejected then 0
            else cast(trades.lots * levels.unit_rate as {{ exact_type() }})
        end as exact_amount,
        levels.digits,
        levels.currency_code,
        levels.rounding,
        {{ add_days('trades.event_on', 'levels.hold_days') }} as payable_from,
        case when trades.is_rejected then 'rejected' else levels.reason_code end as reason_code,
        trades.file_name,
        trades.file_row,
        trades.recorded_at
    from trades
    inner join levels
        on trades.program_id = levels.program_id
        and trades.chain_partner_id = levels.chain_partner_id
        and trades.is_own = levels.is_own
        and trades.brand_key = levels.brand_key
        and trades.profile_key = levels.profile_key
        and trades.event_on between levels.valid_from and levels.valid_to
    inner join {{ ref('int_periods__daily') }} as periods
        on levels.program_id = periods.program_id
        and levels.calendar_id = periods.calendar_id
        and trades.event_on = periods.day
    left join excluded_reasons
        on {{ same_lead('levels', 'excluded_reasons', 'valid_from') }}
        and trades.deal_reason = excluded_reasons.filter_value
    where excluded_reasons.filter_value is null
        and (
            levels.minimum_holding_seconds = 0
            or trades.holding_seconds >= levels.minimum_holding_seconds
        )
),

final as (
    {{ as_lines('priced', [
        'program_id', 'calendar_id', 'period_id', 'partner_id', 'deal_id', 'plan_id',
        'plan_version_no', 'component_id', 'component_type', 'family', 'level', 'line_kind',
        'event_record_key', 'event_on', 'occurred_at', 'client_id', 'direct_partner_id',
        'lower_partner_id', 'account_tail', 'account_type', 'brand', 'symbol', 'symbol_group',
        'country', 'link_code', 'sub1', 'formula_code', 'quantity', 'quantity_unit', 'modifier',
        'rate', 'rate_unit', 'lower_rate', 'exact_amount', 'currency_code', 'rounding',
        'payable_from', 'reason_code', 'file_name', 'file_row', 'recorded_at',
    ]) }}
)

select * from final

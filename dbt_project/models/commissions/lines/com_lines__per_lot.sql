{#- The amounts are stored, five levels to a row; the rest of a line is its trade and its terms. -#}
{{ config(materialized='view') }}

with

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
            else {{ exact('trades.lots * levels.unit_rate') }}
        end as exact_amount,
        case levels.slot
            {% for slot in lot_slots() -%}
            when {{ slot }} then stored.amount_{{ slot }}
            {% endfor -%}
        end as stored_minor,
        levels.digits,
        levels.currency_code,
        levels.rounding,
        {{ add_days('trades.event_on', 'levels.hold_days') }} as payable_from,
        case when trades.is_rejected then 'rejected' else levels.reason_code end as reason_code,
        trades.file_name,
        trades.file_row,
        trades.recorded_at
    from {{ ref('int_lot_amounts__stored') }} as stored
    inner join {{ ref('int_trades__attributed') }} as trades
        on stored.event_on = trades.event_on
        and stored.trade_key = trades.trade_key
    inner join {{ ref('int_lot_levels__cut') }} as levels
        on stored.terms_key = levels.terms_key
    inner join {{ ref('int_periods__daily') }} as periods
        on levels.program_id = periods.program_id
        and levels.calendar_id = periods.calendar_id
        and stored.event_on = periods.day
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
    ], amount='stored_minor') }}
)

select * from final

{#-
    Every plain lot line's amount, five levels to a row. The product of lots DECIMAL(9,4) and a rate
    in minor units DECIMAL(9,4) has 18 digits and stays a machine integer; rates that do not fit go
    the wide way below, and give the same rows.
-#}
{{ config(**partitioned()) }}

with

trades as (
    select
        trade.program_id, trade.event_on, trade.trade_key, trade.lot_key, trade.lots,
        trade.holding_seconds, trade.deal_reason, trade.is_rejected
    from {{ ref('int_trades__attributed') }} as trade
    where trade.chain_partner_id is not null
        and {{ touched_only('trade.program_id', 'trade.event_on') }}
        and {{ in_batch('trade.event_on') }}
),

chains as (
    select chain.program_id, chain.event_on, chain.lot_key
    from {{ ref('int_lot_chains__traded') }} as chain
    where {{ touched_only('chain.program_id', 'chain.event_on') }}
        and {{ in_batch('chain.event_on') }}
),

-- One row per key and day that has trades, so that trades join it by equality and not by a span
terms as (
    select chains.event_on, wide.*
    from chains
    inner join {{ ref('int_lot_terms__wide') }} as wide
        on chains.lot_key = wide.lot_key
        and chains.event_on between wide.valid_from and wide.valid_to
),

excluded_reasons as (
    select program_id, deal_id, component_id, valid_from, filter_value
    from {{ ref('stg_terms__deal_filters') }}
    where filter_kind = 'excluded_deal_reason'
),

excluded as (
    select distinct wide.terms_key, excluded_reasons.filter_value
    from {{ ref('int_lot_terms__wide') }} as wide
    inner join excluded_reasons
        on {{ same_lead('wide', 'excluded_reasons', 'valid_from') }}
),

priced as (
    select
        trades.program_id,
        trades.event_on,
        trades.trade_key,
        trades.lots,
        trades.is_rejected,
        terms.terms_key,
        terms.is_narrow,
        {% for slot in lot_slots() -%}
        terms.rate_{{ slot }}{{ ',' if not loop.last }}
        {% endfor %}
    from trades
    inner join terms
        on trades.lot_key = terms.lot_key
        and trades.event_on = terms.event_on
    left join excluded
        on terms.terms_key = excluded.terms_key
        and trades.deal_reason = excluded.filter_value
    where excluded.filter_value is null
        and (
            terms.minimum_holding_seconds = 0
            or trades.holding_seconds >= terms.minimum_holding_seconds
        )
),

wide_amounts as (
    select
        priced.program_id,
        priced.event_on,
        priced.trade_key,
        priced.terms_key,
        levels.slot,
        case
            when priced.is_rejected then 0
            else {{ to_minor(exact('priced.lots * levels.unit_rate'), 'levels.digits') }}
        end as amount_minor
    from priced
    inner join {{ ref('int_lot_levels__cut') }} as levels
        on priced.terms_key = levels.terms_key
    where not priced.is_narrow
),

final as (
    select
        program_id,
        event_on,
        trade_key,
        terms_key,
        {% for slot in lot_slots() -%}
        cast(round(
            case when is_rejected then cast(0 as decimal(9,4)) else lots end * rate_{{ slot }}, 0
        ) as bigint) as amount_{{ slot }}{{ ',' if not loop.last }}
        {% endfor %}
    from priced
    where is_narrow
    union all
    select
        program_id,
        event_on,
        trade_key,
        terms_key,
        {% for slot in lot_slots() -%}
        cast(max(case when slot = {{ slot }} then amount_minor end) as bigint)
            as amount_{{ slot }}{{ ',' if not loop.last }}
        {% endfor %}
    from wide_amounts
    group by program_id, event_on, trade_key, terms_key
)

select * from final

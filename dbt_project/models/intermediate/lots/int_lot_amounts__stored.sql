{#-
    Every plain lot line's amount, five levels to a row. The product of lots DECIMAL(9,4) and a rate
    in minor units DECIMAL(9,4) has 18 digits and stays a machine integer; terms with a rate that
    does not fit are looked up apart and give the same the wide way.
-#}
{{ config(**partitioned(batched=true, program='program_key')) }}

with

trades as (
    select
        trade.program_key, trade.event_on, trade.trade_key, trade.lot_key, trade.lots,
        trade.holding_seconds, trade.deal_reason, trade.is_rejected
    from {{ ref('int_trades__keyed') }} as trade
    where {{ touched_only('trade.program_key', 'trade.event_on') }}
        and {{ in_batch('trade.event_on') }}
),

-- Of a month few keys have more than one span, so a trade finds its span at once
terms as (
    select
        terms_key, lot_key, valid_from, valid_to, minimum_holding_seconds, is_narrow,
        case when not is_narrow then terms_key end as wide_key,
        {% for slot in lot_slots() -%}
        rate_{{ slot }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_lot_terms__wide') }}
    where {{ may_rule_in_batch('valid_from', 'valid_to') }}
),

wide as (
    select
        levels.terms_key,
        min(levels.digits) as digits,
        {% for slot in lot_slots() -%}
        max(case when levels.slot = {{ slot }} then levels.unit_rate end)
            as unit_rate_{{ slot }}{{ ',' if not loop.last }}
        {% endfor %}
    from {{ ref('int_lot_levels__cut') }} as levels
    inner join {{ ref('int_lot_terms__wide') }} as terms on levels.terms_key = terms.terms_key
    where not terms.is_narrow
    group by levels.terms_key
),

excluded as (
    select distinct terms.terms_key, filters.filter_value
    from {{ ref('int_lot_terms__wide') }} as terms
    inner join {{ ref('stg_terms__deal_filters') }} as filters
        on {{ same_lead('terms', 'filters', 'valid_from') }}
    where filters.filter_kind = 'excluded_deal_reason'
),

priced as (
    select
        trades.program_key,
        trades.event_on,
        trades.trade_key,
        case when trades.is_rejected then cast(0 as decimal(9,4)) else trades.lots end as lots,
        terms.terms_key,
        terms.is_narrow,
        wide.digits,
        {% for slot in lot_slots() -%}
        terms.rate_{{ slot }},
        wide.unit_rate_{{ slot }}{{ ',' if not loop.last }}
        {% endfor %}
    from trades
    inner join terms
        on trades.lot_key = terms.lot_key
        and trades.event_on between terms.valid_from and terms.valid_to
    left join wide on terms.wide_key = wide.terms_key
    left join excluded
        on terms.terms_key = excluded.terms_key
        and trades.deal_reason = excluded.filter_value
    where excluded.filter_value is null
        and (
            terms.minimum_holding_seconds = 0
            or trades.holding_seconds >= terms.minimum_holding_seconds
        )
),

final as (
    select
        program_key,
        event_on,
        trade_key,
        terms_key,
        {% for slot in lot_slots() -%}
        case
            when is_narrow then cast(round(lots * rate_{{ slot }}, 0) as bigint)
            else {{ to_minor(exact('lots * unit_rate_' ~ slot), 'digits') }}
        end as amount_{{ slot }}{{ ',' if not loop.last }}
        {% endfor %}
    from priced
)

select * from final

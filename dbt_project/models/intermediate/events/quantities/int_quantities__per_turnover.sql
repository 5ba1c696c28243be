{#-
    Turnover in the deal's currency: the notional of a trade (lots x contract size x price, one
    side or both), or the stakes of a client on a day.
-#}
with

trades as (
    select
        *,
        {{ exact(exact('lots') ~ ' * contract_size * open_price') }} as open_notional,
        {{ exact(exact('lots') ~ ' * contract_size * close_price') }} as close_notional
    from {{ ref('int_trade_candidates__judged') }}
    where component_type = 'per_turnover'
),

{{ trades_by_amount(
    'trades',
    "case
            when sides = 'both' then open_notional + close_notional
            when price_side = 'open' then open_notional
            else close_notional
        end",
    'quote_currency_code',
    has_source=false
) }},

together as (
    select * from final
    union all
    select * from {{ ref('int_stakes__judged') }}
)

select * from together

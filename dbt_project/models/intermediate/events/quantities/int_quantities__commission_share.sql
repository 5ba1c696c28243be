{#- The commission that the client paid on a trade, in the deal's currency. -#}
with

trades as (
    select *
    from {{ ref('int_trade_candidates__judged') }}
    where component_type = 'commission_share'
),

{{ trades_by_amount('trades', 'commission_amount', 'currency_code', has_source=true) }}

select * from final

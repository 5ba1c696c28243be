{#-
    What the spread of a trade brings, in the deal's currency: the revenue of the feed; or points
    (the trade's own, or the plan's mark-up), capped first, x tick x contract size x lots.
-#}
with

trades as (
    select
        *,
        case
            when cap_points is null then points
            else least(points, cap_points)
        end as counted_points
    from (
        select
            *,
            case base_kind when 'mark_up' then modifier else spread_points end as points
        from {{ ref('int_trade_candidates__judged') }}
        where component_type = 'spread_share'
    ) as pointed
),

{{ trades_by_amount(
    'trades',
    "case base_kind
            when 'revenue' then spread_revenue_amount
            else " ~ exact(
                'counted_points * ' ~ exact(exact('tick_size') ~ ' * contract_size') ~ ' * lots'
            ) ~ "
        end",
    "case base_kind when 'revenue' then currency_code else quote_currency_code end",
    has_source=true
) }}

select * from final

{#- Lots x modifier of the symbol or group; plain lots are priced in com_lines__per_lot. -#}
with

trades as (
    select *
    from {{ ref('int_trade_candidates__judged') }}
    where component_type = 'per_lot'
),

final as (
    select
        {%- set given = trade_of('trades') -%}
        {%- do given.update({
            'modifier': 'modifier',
            'quantity': 'lots * coalesce(modifier, 1)',
            'step_value': trade_step_value(
                "'quantity'", 'lots * coalesce(modifier, 1)', 'lots * coalesce(modifier, 1)'
            ),
        }) -%}
        {{ select_columns(quantity_columns(), given) }}
    from trades
)

select * from final

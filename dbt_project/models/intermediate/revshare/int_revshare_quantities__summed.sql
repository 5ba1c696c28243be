{#-
    What a revenue share is computed from, by carryover account, client and product: named sums in
    the deal's currency, each day exchanged at its own rate.
-#}
with

components as (
    select program_id, partner_id, brand_key, deal_id, component_id, calendar_id, currency_code,
        own_account, carry_scope, valid_from, valid_to
    from {{ ref('int_components__by_brand') }}
    where component_type = 'revshare'
),


days as (
    select * from {{ ref('int_client_days__summed') }} where currency_code is not null
),

{% set sums = {
    'gross': 'stakes - payouts - voids', 'stakes': 'stakes', 'deposits': 'deposits',
    'withdrawals': 'withdrawals', 'net_revenue': 'net_revenue',
    'net_deposits': 'deposits - withdrawals - deposit_chargebacks - chargebacks',
    'net_sales': 'sales - refunds', 'bonus_cost': 'bonus_cost',
    'jackpot_contribution': 'jackpot_contribution',
    'chargebacks': 'chargebacks + deposit_chargebacks', 'adjustments': 'adjustments',
} -%}
named as (
    {% for code, sum in sums.items() -%}
    select
        program_id, event_on, partner_id, is_own, brand_key, client_id, product, currency_code,
        '{{ code }}' as code, {{ sum }} as amount, recorded_at
    from days
    where {{ sum }} <> 0
    union all
    {% endfor -%}
    select
        program_id, event_on, partner_id, is_own, brand_key, client_id, product, currency_code,
        case when fee_code like 'fees.%' then fee_code else 'fees.' || fee_code end as code,
        amount, cast(null as timestamp) as recorded_at
    from {{ ref('int_client_day_fees__summed') }}
),

exchanged as (
    select
        named.*,
        components.deal_id,
        components.component_id,
        components.calendar_id,
        components.carry_scope,
        fx.fx_rate
    from named
    inner join components
        on named.program_id = components.program_id
        and named.partner_id = components.partner_id
        and named.brand_key = components.brand_key
        and named.event_on between components.valid_from and components.valid_to
        and (not named.is_own or components.own_account = 'earns')
    left join {{ ref('int_fx_rates__daily') }} as fx
        on named.program_id = fx.program_id
        and named.event_on = fx.event_on
        and named.currency_code = fx.source_currency_code
        and components.currency_code = fx.currency_code
),

final as (
    select
        exchanged.program_id,
        exchanged.deal_id,
        exchanged.component_id,
        periods.period_id,
        case exchanged.carry_scope
            when 'product' then exchanged.product
            when 'client' then exchanged.client_id
            when 'record' then concat_ws(
                '/', exchanged.client_id, exchanged.product, cast(exchanged.event_on as varchar)
            )
            else ''
        end as account_key,
        exchanged.client_id,
        exchanged.product,
        exchanged.code,
        cast(sum(cast(
            exchanged.amount * coalesce(exchanged.fx_rate, 0) as {{ exact_type() }}
        )) as {{ exact_type() }}) as amount,
        sum(case when exchanged.fx_rate is null then 1 else 0 end) as lacking_rates,
        max(exchanged.recorded_at) as recorded_at
    from exchanged
    inner join {{ ref('int_periods__daily') }} as periods
        on exchanged.program_id = periods.program_id
        and exchanged.calendar_id = periods.calendar_id
        and exchanged.event_on = periods.day
    group by all
)

select * from final

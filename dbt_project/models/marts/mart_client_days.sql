with
activity as (
    select * from {{ ref('stg_raw__activity') }}
),

attributions as (
    select * from {{ ref('int_attributions__resolved') }}
),

conversions as (
    select * from {{ ref('int_conversions__attributed') }}
),

trades as (
    select * from {{ ref('int_trades__attributed') }}
),

rates as (
    select * from {{ ref('int_fx_rates__daily') }}
),

currencies as (
    select * from {{ ref('mart_partner_currencies') }}
),

programs as (
    select * from {{ ref('stg_portal__programs') }}
),

attributed as (
    select
        activity.program_id,
        coalesce(attributions.partner_id, '') as partner_id,
        activity.client_id,
        activity.activity_on as day,
        activity.currency_code as source_currency_code,
        coalesce(currencies.currency_code, programs.currency_code) as currency_code,
        coalesce(activity.stakes, 0) > 0 as is_active,
        coalesce(
            activity.net_revenue,
            coalesce(activity.stakes, 0) - coalesce(activity.payouts, 0)
            - coalesce(activity.voids, 0)
        ) as net_revenue,
    from activity
    inner join programs on activity.program_id = programs.program_id
    left join attributions
        on
            activity.program_id = attributions.program_id
            and activity.client_id = attributions.client_id
            and activity.activity_on between attributions.valid_from and attributions.valid_to
    left join currencies
        on
            attributions.program_id = currencies.program_id
            and attributions.partner_id = currencies.partner_id
),

-- For a report only: without a rate of that day the revenue is left out, never guessed.
facts as (
    select
        attributed.program_id,
        attributed.partner_id,
        attributed.client_id,
        attributed.day,
        attributed.is_active,
        {{ exact(
            "attributed.net_revenue * case when attributed.source_currency_code"
            ~ " = attributed.currency_code then 1 else coalesce(rates.fx_rate, 0) end"
        ) }} as net_revenue_amount,
    from attributed
    left join rates
        on
            attributed.program_id = rates.program_id
            and attributed.day = rates.event_on
            and attributed.source_currency_code = rates.source_currency_code
            and attributed.currency_code = rates.currency_code
    union all
    select
        program_id,
        coalesce(attributed_partner_id, '') as partner_id,
        client_id,
        event_on,
        true as is_active,
        0 as net_revenue_amount,
    from conversions
    where conversion_type = 'sale' and not is_rejected
    union all
    select
        program_id,
        coalesce(attributed_partner_id, '') as partner_id,
        client_id,
        event_on,
        true as is_active,
        0 as net_revenue_amount,
    from trades
    where not is_rejected and not coalesce(is_demo, false)
),

final as (
    select
        program_id,
        partner_id,
        client_id,
        day,
        max(case when is_active then 1 else 0 end) = 1 as is_active,
        cast(sum(net_revenue_amount) as {{ exact_type() }}) as net_revenue_amount,
    from facts
    where client_id is not null
    group by program_id, partner_id, client_id, day
)

select * from final

{#- Over 120 lines: one row's own terms, its exchange and its direct partner's, side by side. -#}
{#-
    What everybody in a chain earns from an event before guard and client rebate, exact and in its
    own deal's currency (COMMISSIONS, Levels). From an upline's own deal come calendar, currency and
    version; hold, digits and rounding are the direct partner's.
-#}
with

prices as (
    select * from {{ ref('int_event_prices__capped') }}
),

terms as (
    select * from {{ ref('stg_terms__deal_components') }}
),

-- Without an algebra only the direct partner earns
alone as (
    select
        prices.program_id,
        prices.record_key as pot_key,
        prices.component_id,
        prices.part_no,
        0 as level,
        prices.direct_partner_id as partner_id,
        prices.lead_deal_id as deal_id,
        prices.formula_code,
        prices.step_no,
        prices.rate,
        prices.exact_amount as lead_amount,
        prices.reason_code
    from prices
    inner join terms on {{ same_lead('prices', 'terms', 'valid_from') }}
    where coalesce(terms.algebra, 'none') = 'none'
),

levels as (
    {% for algebra in ['differential', 'fixed', 'split'] -%}
    select * from {{ ref('int_levels__' ~ algebra) }}
    union all
    {% endfor -%}
    select {{ select_columns(level_columns(), [
        'program_id', 'pot_key', 'component_id', 'part_no', 'level', 'partner_id', 'deal_id',
        'formula_code', 'step_no', 'rate', 'lead_amount', 'reason_code',
    ]) }}
    from alone
),

joined as (
    select
        levels.*,
        prices.component_type,
        prices.lead_deal_id,
        prices.lead_terms_from,
        prices.chain_partner_id,
        prices.is_own,
        prices.brand_key,
        prices.base_distance,
        prices.direct_partner_id,
        prices.event_on,
        prices.occurred_at,
        prices.client_id,
        prices.account_tail,
        prices.account_type,
        prices.product,
        prices.brand,
        prices.symbol,
        prices.symbol_group,
        prices.country,
        prices.link_code,
        prices.sub1,
        prices.raw_quantity,
        prices.quantity_unit,
        prices.modifier,
        prices.quantity,
        prices.source_amount,
        prices.source_currency_code,
        prices.fx_rate as source_fx_rate,
        prices.fx_on as source_fx_on,
        prices.fx_source as source_fx_source,
        prices.rate_unit,
        prices.rate_per,
        prices.rate as lead_rate,
        prices.uncapped_amount,
        prices.exact_amount as paid_amount,
        prices.file_name,
        prices.file_row,
        prices.recorded_at,
        terms.position,
        terms.currency_code as lead_currency_code,
        coalesce(terms.hold_days, 0) as hold_days,
        deals.currency_digits as digits,
        coalesce(terms.digits, deals.currency_digits) as line_digits,
        terms.rounding,
        terms.calendar_id as lead_calendar_id,
        deals.plan_id,
        case
            when levels.deal_id = prices.lead_deal_id then terms.plan_version_no
            else deals.plan_version_no
        end as plan_version_no,
        deals.calendar_id,
        deals.currency_code
    from levels
    inner join prices
        on levels.program_id = prices.program_id
        and levels.pot_key = prices.record_key
        and levels.component_id = prices.component_id
        and levels.part_no = prices.part_no
    inner join terms on {{ same_lead('prices', 'terms', 'valid_from') }}
    inner join {{ ref('int_deals__by_brand') }} as deals
        on levels.program_id = deals.program_id
        and levels.deal_id = deals.deal_id
        and prices.brand_key = deals.brand_key
        and prices.event_on between deals.valid_from and deals.valid_to
),

-- An amount below becomes the upline's currency at the rate for the line's day
final as (
    select
        joined.*,
        case when joined.currency_code = joined.lead_currency_code then 1 else fx.fx_rate end
            as level_fx_rate,
        case when joined.currency_code <> joined.lead_currency_code then fx.fx_on end
            as level_fx_on,
        case when joined.currency_code <> joined.lead_currency_code then fx.fx_source end
            as level_fx_source,
        cast(
            case
                when joined.currency_code = joined.lead_currency_code then joined.lead_amount
                else joined.lead_amount * coalesce(fx.fx_rate, 0)
            end as {{ exact_type() }}
        ) as exact_amount,
        not coalesce(gates.is_open, true) and joined.lead_amount > 0 as is_locked,
        gates.released_on
    from joined
    left join {{ ref('int_periods__daily') }} as lead_periods
        on joined.program_id = lead_periods.program_id
        and joined.lead_calendar_id = lead_periods.calendar_id
        and joined.event_on = lead_periods.day
    left join {{ ref('int_gates__judged') }} as gates
        on {{ same_lead('joined', 'gates') }}
        and lead_periods.period_id = gates.period_id
    left join {{ ref('int_fx_rates__daily') }} as fx
        on joined.program_id = fx.program_id
        and joined.event_on = fx.event_on
        and joined.lead_currency_code = fx.source_currency_code
        and joined.currency_code = fx.currency_code
)

-- What no rate stands for has no line of its direct partner (com_unpaid__events)
select * from final where level > 0 or coalesce(reason_code, '') <> 'no_rate'

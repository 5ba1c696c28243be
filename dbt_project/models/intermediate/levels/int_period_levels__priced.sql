{#- Over 120 lines: lines without levels pass through beside those with them. -#}
{{ config(materialized='view') }}
{#-
    What everybody in a chain earns from a period's line, exact and in its own deal's currency,
    before the gate (COMMISSIONS, Levels). Without an algebra it is the deal's own amount. From an
    upline's own deal come calendar, currency and version; gate, hold, digits and rounding are the
    direct partner's.
-#}
{%- set amount_columns = [
    'program_id', 'deal_id', 'component_id', 'period_id', 'distance', 'terms_from',
    'component_type', 'step_no', 'formula_code', 'quantity', 'quantity_unit', 'rate', 'rate_unit',
    'base_amount', 'recorded_at',
] -%}
with

amounts as (
    select * from {{ ref('int_period_amounts__capped') }}
),

terms as (
    select * from {{ ref('stg_terms__deal_components') }}
),

alone as (
    select
        {{ columns_but('amounts', amount_columns, {}) }},
        terms.partner_id, amounts.deal_id as own_deal_id,
        amounts.distance as level, cast(null as varchar) as lower_partner_id,
        cast(null as decimal(18,8)) as lower_rate, amounts.exact_amount as lead_amount,
        case
            when amounts.is_capped then 'capped'
            when terms.tier_kind = 'slab' and amounts.step_no is null and amounts.base_amount > 0
                then 'below_first_step'
        end as reason_code,
        cast(null as varchar) as led_partner_id
    from amounts
    inner join terms on {{ same_component('amounts', 'terms', 'terms_from') }}
    where (amounts.distance > 0 and not {{ is_led('amounts.distance') }})
        or coalesce(terms.algebra, 'none') not in ('split', 'differential', 'fixed_per_level')
),

levels as (
    {% for algebra in ['differential', 'fixed', 'split'] -%}
    select * from {{ ref('int_levels__' ~ algebra) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

leveled as (
    select
        {{ columns_but('amounts', amount_columns, {
            'formula_code': 'levels.formula_code',
            'rate': "case
                when levels.level = 0 and levels.formula_code <> 'split' then amounts.rate
                else levels.rate
            end",
            'rate_unit': "case when levels.formula_code = 'split' then 'share'
                else amounts.rate_unit end",
            'base_amount': "case
                when levels.formula_code = 'split' then levels.pot_amount
                when levels.level = 0 then amounts.base_amount
                else pots.quantity
            end",
        }) }},
        levels.partner_id, levels.deal_id as own_deal_id, levels.level, levels.lower_partner_id,
        levels.lower_rate, levels.lead_amount, levels.reason_code,
        case when pots.lead_distance < 0 then pots.direct_partner_id end as led_partner_id
    from levels
    inner join {{ ref('int_level_pots__filled') }} as pots
        on {{ same_pot('levels', 'pots') }}
        and pots.family = 'period'
    inner join amounts
        on pots.program_id = amounts.program_id
        and pots.lead_deal_id = amounts.deal_id
        and pots.component_id = amounts.component_id
        and pots.pot_key = amounts.deal_id || '/' || amounts.period_id
            || coalesce('/' || case when pots.lead_distance < 0 then pots.direct_partner_id end, '')
        and pots.led_place = amounts.distance
),

together as (
    select * from alone
    union all
    select * from leveled
),

-- Another's deal as a column of its own, null in the deal's own line: a condition of an outer join
-- that reads one side alone would compare all with all
apart as (
    select
        *, case when own_deal_id <> deal_id then own_deal_id end as upline_deal_id
    from together
),

-- The upline's own deal on the period's last day
owned as (
    select
        apart.*,
        periods.ends_on,
        terms.currency_code as lead_currency_code,
        case when apart.own_deal_id = apart.deal_id then terms.plan_id else deals.plan_id end
            as plan_id,
        case when apart.own_deal_id = apart.deal_id
            then terms.plan_version_no else deals.plan_version_no end as plan_version_no,
        case when apart.own_deal_id = apart.deal_id
            then terms.calendar_id else deals.calendar_id end as calendar_id,
        case when apart.own_deal_id = apart.deal_id
            then terms.currency_code else deals.currency_code end as currency_code,
        case
            when apart.own_deal_id = apart.deal_id then terms.currency_digits
            else deals.currency_digits
        end as digits,
        terms.digits as line_digits,
        coalesce(terms.rounding, 'line') as rounding,
        coalesce(terms.hold_days, 0) as hold_days
    from apart
    inner join terms on {{ same_component('apart', 'terms', 'terms_from') }}
    inner join {{ ref('stg_portal__periods') }} as periods
        on apart.program_id = periods.program_id
        and terms.calendar_id = periods.calendar_id
        and apart.period_id = periods.period_id
    left join {{ ref('stg_terms__deal_versions') }} as deals
        on apart.program_id = deals.program_id
        and apart.upline_deal_id = deals.deal_id
        and periods.ends_on between deals.valid_from and deals.valid_to
),

exchanged as (
    select
        *, case when currency_code <> lead_currency_code then lead_currency_code end
            as source_currency_code
    from owned
),

final as (
    select
        owned.program_id,
        owned.deal_id as lead_deal_id,
        owned.component_id,
        owned.terms_from,
        owned.period_id as lead_period_id,
        owned.component_type,
        cast(owned.level as smallint) as level,
        owned.partner_id,
        owned.own_deal_id as deal_id,
        owned.plan_id,
        owned.plan_version_no,
        owned.calendar_id,
        own_periods.period_id,
        owned.lower_partner_id,
        owned.led_partner_id,
        owned.ends_on as event_on,
        owned.step_no,
        owned.formula_code,
        owned.quantity,
        owned.quantity_unit,
        owned.rate,
        owned.rate_unit,
        owned.lower_rate,
        owned.base_amount,
        owned.source_currency_code,
        fx.fx_rate,
        fx.fx_on,
        fx.fx_source,
        cast(
            owned.lead_amount * case
                when owned.currency_code = owned.lead_currency_code then 1
                else coalesce(fx.fx_rate, 0)
            end as {{ exact_type() }}
        ) as exact_amount,
        owned.digits,
        coalesce(owned.line_digits, owned.digits) as line_digits,
        owned.currency_code,
        owned.rounding,
        owned.hold_days,
        owned.reason_code,
        owned.recorded_at
    from exchanged as owned
    inner join {{ ref('int_periods__daily') }} as own_periods
        on owned.program_id = own_periods.program_id
        and owned.calendar_id = own_periods.calendar_id
        and owned.ends_on = own_periods.day
    left join {{ ref('int_fx_rates__daily') }} as fx
        on owned.program_id = fx.program_id
        and owned.ends_on = fx.event_on
        and owned.source_currency_code = fx.source_currency_code
        and owned.currency_code = fx.currency_code
)

select * from final

{#- Over 120 lines: days and fees brought to the same names. -#}
{#-
    What a revenue share is computed from, by carryover account, client and product: the named sums
    that its base and deductions read, in the deal's currency, each day exchanged at its own rate.
    A fact without a product passes a filter by product if it is money in or out, not play or sale.
-#}
{%- set sums = {
    'gross': 'stakes - payouts - voids', 'stakes': 'stakes', 'deposits': 'deposits',
    'withdrawals': 'withdrawals', 'net_revenue': 'net_revenue',
    'net_deposits': 'deposits - withdrawals - deposit_chargebacks - chargebacks',
    'net_sales': 'sales - refunds', 'bonus_cost': 'bonus_cost',
    'jackpot_contribution': 'jackpot_contribution',
    'chargebacks': 'chargebacks + deposit_chargebacks', 'adjustments': 'adjustments',
} -%}
with

components as (
    select
        program_id, partner_id, brand_key, deal_id, component_id, terms_from, component_type,
        calendar_id, currency_code, carry_scope, base_kind
    from {{ ref('int_components__by_brand') }}
    where component_type = 'revshare' or (component_type = 'override' and family = 'period')
),

terms as (
    select distinct
        program_id, deal_id, component_id, terms_from, calendar_id, currency_code, carry_scope,
        base_kind
    from components
),

levels as (
    select program_id, deal_id, component_id, valid_from, distance
    from {{ ref('stg_terms__deal_levels') }}
),

needed as (
    select
        program_id, deal_id, component_id, terms_from,
        case base_kind
            when 'ngr' then 'gross' when 'turnover' then 'stakes' when 'theoretical' then 'stakes'
            else base_kind
        end as code
    from terms
    union
    select
        terms.program_id, terms.deal_id, terms.component_id, terms.terms_from,
        case deductions.kind when 'amount' then deductions.deduction_code
            else deductions.of_base end as code
    from terms
    inner join {{ ref('stg_terms__deal_deductions') }} as deductions
        on {{ same_component('terms', 'deductions', 'terms_from') }}
),

members as (
    select members.*
    from {{ ref('int_revshare_members__dated') }} as members
    left join levels
        on {{ same_component('members', 'levels', 'terms_from') }}
        and members.distance = levels.distance
    where members.distance = 0 or levels.distance is not null
),

filters as (
    select program_id, deal_id, component_id, valid_from, filter_kind, filter_value
    from {{ ref('stg_terms__deal_filters') }}
    where filter_kind in ('product', 'excluded_product')
),

listing as (
    select distinct program_id, deal_id, component_id, valid_from
    from filters
    where filter_kind = 'product'
),

edges as (
    select program_id, deal_id, component_id, valid_from, product, edge
    from {{ ref('stg_terms__deal_edges') }}
),

named as (
    select
        members.program_id, members.deal_id, members.component_id, members.terms_from,
        members.distance, days.event_on, days.client_id, days.product, days.currency_code,
        days.record_key,
        needed.code,
        case needed.code
            {% for code, sum in sums.items() -%}
            when '{{ code }}' then {{ sum }}
            {% endfor %}
        end as amount,
        days.recorded_at
    from members
    inner join {{ ref('int_client_days__summed') }} as days
        on members.program_id = days.program_id
        and members.member_partner_id = days.partner_id
        and members.brand_key = days.brand_key
        and members.is_own = days.is_own
        and days.event_on between members.valid_from and members.valid_to
        and days.currency_code is not null
    inner join needed on {{ same_terms('members', 'needed') }}
    union all
    select
        members.program_id, members.deal_id, members.component_id, members.terms_from,
        members.distance, fees.event_on, fees.client_id, fees.product, fees.currency_code,
        fees.record_key,
        needed.code, fees.amount, cast(null as timestamp) as recorded_at
    from members
    inner join {{ ref('int_client_day_fees__summed') }} as fees
        on members.program_id = fees.program_id
        and members.member_partner_id = fees.partner_id
        and members.brand_key = fees.brand_key
        and members.is_own = fees.is_own
        and fees.event_on between members.valid_from and members.valid_to
    inner join needed
        on {{ same_terms('members', 'needed') }}
        and needed.code
        = case when fees.fee_code like 'fees.%' then fees.fee_code else 'fees.' || fees.fee_code end
),

registered as (
    {{ registration_days() }}
),

passed as (
    select named.*
    from named
    inner join {{ ref('stg_terms__deal_components') }} as own_terms
        on {{ same_component('named', 'own_terms', 'terms_from') }}
    left join registered
        on named.program_id = registered.program_id
        and named.client_id = registered.client_id
    left join listing on {{ same_component('named', 'listing', 'terms_from') }}
    left join filters as included
        on {{ same_component('named', 'included', 'terms_from') }}
        and included.filter_kind = 'product'
        and named.product = included.filter_value
    left join filters as excluded
        on {{ same_component('named', 'excluded', 'terms_from') }}
        and excluded.filter_kind = 'excluded_product'
        and named.product = excluded.filter_value
    where named.amount <> 0
        and {{ is_in_version('registered', 'own_terms') }}
        and excluded.deal_id is null
        and (
            listing.deal_id is null
            or included.deal_id is not null
            or (named.product = '' and named.code in ('deposits', 'withdrawals', 'net_deposits'))
        )
),

-- Stakes at a product's edge are what the operator expects of them
with_edges as (
    select program_id, deal_id, component_id, terms_from, distance, event_on, client_id, product,
        currency_code, record_key, code, cast(amount as decimal(28,10)) as amount, recorded_at
    from passed
    union all
    select
        passed.program_id, passed.deal_id, passed.component_id, passed.terms_from,
        passed.distance, passed.event_on, passed.client_id, passed.product,
        passed.currency_code, passed.record_key, 'theoretical' as code,
        cast(passed.amount * coalesce(own.edge, other.edge) as decimal(28,10)) as amount,
        passed.recorded_at
    from passed
    left join edges as own
        on {{ same_component('passed', 'own', 'terms_from') }}
        and passed.product = own.product
    left join edges as other
        on {{ same_component('passed', 'other', 'terms_from') }}
        and other.product is null
    where passed.code = 'stakes' and coalesce(own.edge, other.edge) is not null
),

final as (
    select
        named.program_id,
        named.deal_id,
        named.component_id,
        periods.period_id,
        named.distance,
        case terms.carry_scope
            when 'product' then named.product
            when 'client' then named.client_id
            when 'record' then named.record_key
            else ''
        end as account_key,
        named.client_id,
        named.product,
        named.code,
        cast(sum(cast(
            named.amount * coalesce(fx.fx_rate, 0) as {{ exact_type() }}
        )) as {{ exact_type() }}) as amount,
        sum(case when fx.fx_rate is null then 1 else 0 end) as lacking_rates,
        max(named.recorded_at) as recorded_at
    from with_edges as named
    inner join terms on {{ same_terms('named', 'terms') }}
    inner join {{ ref('int_periods__daily') }} as periods
        on named.program_id = periods.program_id
        and terms.calendar_id = periods.calendar_id
        and named.event_on = periods.day
    left join {{ ref('int_fx_rates__daily') }} as fx
        on named.program_id = fx.program_id
        and named.event_on = fx.event_on
        and named.currency_code = fx.source_currency_code
        and terms.currency_code = fx.currency_code
    group by all
)

select * from final

{#- Over 120 lines: pots of events and of periods have one set of columns. -#}
{#-
    What is divided along a chain, or paid to it (COMMISSIONS, Levels): priced events whose
    component has levels, and lines of period components that have them.
-#}
with

terms as (
    select
        program_id, deal_id, component_id, valid_from, algebra, calendar_id, currency_code,
        currency_digits, digits, partner_id, brand
    from {{ ref('stg_terms__deal_components') }}
    where coalesce(algebra, 'none') in ('split', 'differential', 'fixed_per_level')
),

events as (
    select
        prices.program_id,
        'event' as family,
        prices.record_key as pot_key,
        prices.component_id,
        prices.part_no,
        prices.component_type,
        prices.lead_deal_id,
        prices.lead_terms_from,
        prices.lead_distance,
        0 as led_place,
        prices.chain_partner_id,
        prices.is_own,
        prices.brand_key,
        prices.base_distance,
        prices.direct_partner_id,
        prices.event_on,
        prices.profile_key,
        prices.quantity,
        prices.rate,
        prices.rate_unit,
        prices.rate_per,
        prices.step_no,
        prices.formula_code,
        prices.uncapped_amount,
        prices.exact_amount,
        prices.reason_code,
        prices.client_id,
        cast(null as integer) as active_days,
        cast(null as integer) as period_days
    from {{ ref('int_event_prices__capped') }} as prices
),

-- The base that was priced: what every account paid on
priced as (
    select program_id, deal_id, component_id, period_id, distance, sum(paid_amount) as base_amount
    from {{ ref('int_revshare_accounts__priced') }}
    group by program_id, deal_id, component_id, period_id, distance
),

places as (
    {{ led_places() }}
),

-- A period's line has the chain of its last day; a direct partner without a deal leads nothing
periods as (
    select
        amounts.program_id,
        'period' as family,
        amounts.deal_id || '/' || amounts.period_id || coalesce('/' || places.partner_id, '')
            as pot_key,
        amounts.component_id,
        1 as part_no,
        amounts.component_type,
        amounts.deal_id as lead_deal_id,
        amounts.terms_from as lead_terms_from,
        case when places.partner_id is null then 0 else -1 end as lead_distance,
        amounts.distance as led_place,
        coalesce(places.partner_id, terms.partner_id) as chain_partner_id,
        false as is_own,
        coalesce(terms.brand, '') as brand_key,
        0 as base_distance,
        coalesce(places.partner_id, terms.partner_id) as direct_partner_id,
        days.ends_on as event_on,
        'period' as profile_key,
        case when amounts.component_type = 'revshare' then priced.base_amount end as quantity,
        amounts.rate,
        amounts.rate_unit,
        cast(1 as decimal(18,4)) as rate_per,
        amounts.step_no,
        amounts.formula_code,
        amounts.uncapped_amount,
        amounts.exact_amount,
        case when amounts.is_capped then 'capped' end as reason_code,
        cast(null as varchar) as client_id,
        -- a fee of a part of the period is multiplied and divided by days
        case when amounts.formula_code = 'per_days' then cast(amounts.quantity as integer) end
            as active_days,
        case
            when amounts.formula_code = 'per_days'
                then {{ days_between('days.starts_on', 'days.ends_on') }} + 1
        end as period_days
    from {{ ref('int_period_amounts__capped') }} as amounts
    inner join terms on {{ same_component('amounts', 'terms', 'terms_from') }}
    inner join {{ ref('stg_portal__periods') }} as days
        on amounts.program_id = days.program_id
        and terms.calendar_id = days.calendar_id
        and amounts.period_id = days.period_id
    left join priced on {{ same_period_line('amounts', 'priced') }}
    left join places
        on amounts.program_id = places.program_id
        and amounts.distance = places.place
    where amounts.distance = 0 or places.place is not null
),

pots as (
    select * from events
    union all
    select * from periods
),

final as (
    select
        pots.*,
        terms.algebra,
        terms.calendar_id,
        terms.currency_code as lead_currency_code
    from pots
    inner join terms on {{ same_lead('pots', 'terms', 'valid_from') }}
)

select * from final

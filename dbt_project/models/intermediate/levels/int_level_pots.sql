{#-
    What is divided along a chain, or paid to it (COMMISSIONS, Levels): priced events whose
    component has levels, and lines of period components that have them.
-#}
with

terms as (
    select
        program_id, deal_id, component_id, valid_from, algebra, calendar_id, currency_code,
        currency_digits, digits, rounding, hold_days
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
        prices.reason_code
    from {{ ref('int_event_prices') }} as prices
),

final as (
    select
        events.*,
        terms.algebra,
        terms.calendar_id,
        terms.currency_code as lead_currency_code
    from events
    inner join terms on {{ same_lead('events', 'terms', 'valid_from') }}
)

select * from final

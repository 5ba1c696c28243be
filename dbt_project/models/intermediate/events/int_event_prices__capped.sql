{#- What an event is worth to its direct partner before levels: after caps, exact. -#}
with

prices as (
    select * from {{ ref('int_event_prices__uncapped') }}
),

capped as (
    select * from {{ ref('int_event_caps__applied') }}
),

final as (
    select
        prices.program_id,
        prices.record_key,
        prices.component_id,
        prices.part_no,
        prices.component_type,
        prices.lead_deal_id,
        prices.lead_terms_from,
        prices.chain_partner_id,
        prices.is_own,
        prices.brand_key,
        prices.base_distance,
        prices.lead_distance,
        prices.direct_partner_id,
        prices.event_on,
        prices.occurred_at,
        prices.client_id,
        prices.profile_key,
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
        prices.fx_rate,
        prices.fx_on,
        prices.fx_source,
        prices.formula_code,
        prices.tier_kind,
        prices.step_no,
        prices.rate,
        prices.rate_unit,
        prices.rate_per,
        prices.uncapped_amount,
        coalesce(capped.exact_amount, prices.uncapped_amount) as exact_amount,
        case
            when prices.reason_code is not null then prices.reason_code
            when capped.exact_amount <> capped.uncapped_amount then 'capped'
        end as reason_code,
        prices.file_name,
        prices.file_row,
        prices.recorded_at
    from prices
    left join capped
        on prices.program_id = capped.program_id
        and prices.lead_deal_id = capped.deal_id
        and prices.component_id = capped.component_id
        and prices.record_key = capped.record_key
        and prices.part_no = capped.part_no
)

select * from final

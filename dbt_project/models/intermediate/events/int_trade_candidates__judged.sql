{#-
    Every trade beside every trade component of its lead that is not plain lots, with its verdict.
-#}
with

leads as (
    select *
    from {{ ref('int_event_leads__chosen') }}
    where component_type in ('per_lot', 'per_turnover', 'spread_share', 'commission_share')
),

excluded_reasons as (
    select program_id, deal_id, component_id, valid_from, filter_value
    from {{ ref('stg_terms__deal_filters') }}
    where filter_kind = 'excluded_deal_reason'
),

symbols as (
    select program_id, symbol, tick_size, contract_size, quote_currency_code
    from {{ ref('stg_terms__symbols') }}
),

candidates as (
    select
        trades.*,
        leads.component_id,
        leads.component_type,
        leads.lead_deal_id,
        leads.lead_terms_from,
        leads.base_distance,
        leads.lead_distance,
        leads.direct_partner_id,
        leads.refusal_code as lead_refusal_code,
        terms.base_kind,
        terms.price_side,
        terms.sides,
        terms.cap_points,
        terms.tier_event_of,
        terms.tier_ratio_of,
        terms.tier_ratio_to,
        terms.currency_code as deal_currency_code,
        coalesce(terms.minimum_holding_seconds, 0) as minimum_holding_seconds
    from {{ ref('int_trades__attributed') }} as trades
    inner join leads on {{ leads_for('trades', 'leads') }}
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_lead('leads', 'terms', 'valid_from') }}
        and coalesce(terms.base_kind, '') <> 'stakes'
),

final as (
    select
        candidates.*,
        by_profile.modifier,
        records.open_price,
        records.close_price,
        records.spread_points,
        records.swap_amount,
        records.profit_amount,
        coalesce(records.contract_size, symbols.contract_size) as contract_size,
        coalesce(records.quote_currency_code, symbols.quote_currency_code) as quote_currency_code,
        symbols.tick_size,
        case
            when candidates.lead_refusal_code is not null then candidates.lead_refusal_code
            when by_profile.reason_code is not null then by_profile.reason_code
            when excluded_reasons.filter_value is not null then 'deal_reason_excluded'
            when candidates.minimum_holding_seconds > 0
                and not coalesce(
                    candidates.holding_seconds >= candidates.minimum_holding_seconds, false
                )
                then 'holding_time'
        end as refusal_code
    from candidates
    inner join {{ ref('stg_raw__trades') }} as records
        on candidates.program_id = records.program_id
        and candidates.record_key = records.record_key
    inner join {{ ref('int_trade_terms__by_profile') }} as by_profile
        on {{ same_lead('candidates', 'by_profile') }}
        and candidates.profile_key = by_profile.profile_key
    left join symbols
        on candidates.program_id = symbols.program_id
        and candidates.symbol = symbols.symbol
    left join excluded_reasons
        on {{ same_lead('candidates', 'excluded_reasons', 'valid_from') }}
        and candidates.deal_reason = excluded_reasons.filter_value
)

select * from final

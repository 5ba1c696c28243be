{#-
    What an event is worth to its direct partner before levels: quantity x rate, exact. Refused
    events are not here; a rejected one or one without a rate is, with 0 and its reason.
-#}
with

quantities as (
    select * from {{ ref('int_event_quantities') }} where refusal_code is null
),

priced as (
    select
        quantities.*,
        rates.rate,
        rates.rate_unit,
        coalesce(terms.tier_kind, 'single') as tier_kind,
        cast(1 as decimal(18,4)) as rate_per,
        cast(null as integer) as step_no,
        case quantities.component_type
            when 'per_lot' then 'per_lot'
            when 'sale_share' then 'share_of_sale'
            when 'per_action' then 'fixed'
            when 'cpa' then 'fixed'
            else 'share'
        end as formula_code,
        case
            when quantities.is_rejected then 0
            else {{ exact('quantities.quantity * coalesce(rates.rate, 0)') }}
        end as uncapped_amount,
        case
            when quantities.is_rejected then 'rejected'
            when quantities.is_refunded then 'refunded'
            when rates.rate is null then 'no_rate'
        end as reason_code
    from quantities
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_lead('quantities', 'terms', 'valid_from') }}
    left join {{ ref('int_event_rates__resolved') }} as rates
        on {{ same_lead('quantities', 'rates') }}
        and quantities.profile_key = rates.profile_key
),

final as (
    select
        program_id,
        record_key,
        component_id,
        part_no,
        component_type,
        lead_deal_id,
        lead_terms_from,
        chain_partner_id,
        is_own,
        brand_key,
        base_distance,
        lead_distance,
        direct_partner_id,
        event_on,
        occurred_at,
        client_id,
        profile_key,
        account_tail,
        account_type,
        product,
        brand,
        symbol,
        symbol_group,
        country,
        link_code,
        sub1,
        raw_quantity,
        quantity_unit,
        modifier,
        quantity,
        source_amount,
        source_currency_code,
        fx_rate,
        fx_on,
        fx_source,
        formula_code,
        tier_kind,
        step_no,
        rate,
        rate_unit,
        rate_per,
        cast(uncapped_amount as {{ exact_type() }}) as uncapped_amount,
        cast(uncapped_amount as {{ exact_type() }}) as exact_amount,
        cast(reason_code as varchar) as reason_code,
        file_name,
        file_row,
        recorded_at
    from priced
)

select * from final

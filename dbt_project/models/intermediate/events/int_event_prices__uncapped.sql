{#- Over 120 lines: the columns of the contract between prices and levels, one a line. -#}
{#-
    What an event is worth to its direct partner before caps: quantity x rate, or the sum of its
    slices; exact. Refused events are not here; a rejected one or one without a rate is, with 0 and
    its reason.
-#}
with

quantities as (
    select * from {{ ref('int_event_quantities__all') }} where refusal_code is null
),

slices as (
    select
        program_id,
        record_key,
        component_id,
        part_no,
        max(step_no) as step_no,
        max(rate) as rate,
        max(rate_unit) as rate_unit,
        sum(slice_amount) as amount
    from {{ ref('int_event_slices__all') }}
    group by program_id, record_key, component_id, part_no
),

-- A table by level is the rate; a CPA's counting tiers and steps bring their own
rated as (
    select
        quantities.*,
        coalesce(terms.tier_kind, 'single') as tier_kind,
        coalesce(terms.rate_per, 1) as rate_per,
        case
            when quantities.given_rate is not null then quantities.given_step_no
            else slices.step_no
        end as step_no,
        case
            when quantities.given_rate is not null then quantities.given_rate
            when by_level.rate is not null then by_level.rate
            when terms.tier_kind = 'slab' then slices.rate
            when terms.tier_kind = 'marginal' then null
            else rates.rate
        end as rate,
        coalesce(
            case when quantities.given_rate is not null then 'amount' end,
            by_level.rate_unit, slices.rate_unit, rates.rate_unit
        ) as rate_unit,
        slices.amount as sliced_amount
    from quantities
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_lead('quantities', 'terms', 'valid_from') }}
    left join {{ ref('int_event_rates__resolved') }} as rates
        on {{ same_lead('quantities', 'rates') }}
        and quantities.profile_key = rates.profile_key
    left join {{ ref('stg_terms__deal_levels') }} as by_level
        on {{ same_lead('quantities', 'by_level', 'valid_from') }}
        and by_level.distance = 0
        and terms.algebra = 'fixed_per_level'
    left join slices on {{ same_event('quantities', 'slices') }}
),

priced as (
    select
        *,
        tier_kind = 'marginal' and rate is null as is_sliced,
        case
            when is_rejected or is_refunded then 0
            when tier_kind = 'marginal' and rate is null then coalesce(sliced_amount, 0)
            else {{ times_ratio_12('quantity', 'coalesce(rate, 0)', 'rate_per') }}
        end as uncapped_amount,
        case
            when is_rejected then 'rejected'
            when is_refunded then 'refunded'
            when tier_kind <> 'single' and rate is null and sliced_amount is null
                then 'below_first_step'
            when tier_kind = 'single' and rate is null then 'no_rate'
        end as reason_code
    from rated
),

final as (
    select
        priced.program_id,
        priced.record_key,
        priced.component_id,
        priced.part_no,
        priced.component_type,
        priced.lead_deal_id,
        priced.lead_terms_from,
        priced.chain_partner_id,
        priced.is_own,
        priced.brand_key,
        priced.base_distance,
        priced.lead_distance,
        priced.direct_partner_id,
        priced.event_on,
        priced.occurred_at,
        priced.client_id,
        priced.profile_key,
        priced.account_tail,
        priced.account_type,
        priced.product,
        priced.brand,
        priced.symbol,
        priced.symbol_group,
        priced.country,
        priced.link_code,
        priced.sub1,
        priced.raw_quantity,
        priced.quantity_unit,
        priced.modifier,
        priced.quantity,
        priced.source_amount,
        priced.source_currency_code,
        priced.fx_rate,
        priced.fx_on,
        priced.fx_source,
        case
            when priced.is_sliced then 'slices'
            when priced.component_type = 'per_lot' then 'per_lot'
            when priced.component_type = 'sale_share' then 'share_of_sale'
            when priced.component_type = 'per_turnover' then 'turnover'
            when priced.component_type in ('per_action', 'cpa') then 'fixed'
            else 'share'
        end as formula_code,
        priced.tier_kind,
        priced.step_no,
        cast(priced.rate as decimal(18,8)) as rate,
        priced.rate_unit,
        cast(priced.rate_per as decimal(18,4)) as rate_per,
        cast(priced.uncapped_amount as {{ exact_type() }}) as uncapped_amount,
        cast(priced.reason_code as varchar) as reason_code,
        priced.file_name,
        priced.file_row,
        priced.recorded_at
    from priced
)

select * from final

{#- Over 120 lines: every refusal of a sale in the order in which it is asked. -#}
{#- Every sale beside every sale component of its direct partner's deal, with rate and verdict. -#}
with

sales as (
    select * from {{ ref('int_sales__net') }}
),

components as (
    select * from {{ ref('int_components__by_brand') }} where component_type = 'sale_share'
),

filters as (
    select program_id, deal_id, component_id, valid_from, filter_kind, filter_value
    from {{ ref('stg_terms__deal_filters') }}
    where filter_kind in ('product', 'sale_kind', 'excluded_product')
),

has_list as (
    select distinct program_id, deal_id, component_id, valid_from
    from filters
    where filter_kind in ('product', 'sale_kind')
),

-- Which products each component lets through
allowed as (
    select
        components.program_id,
        components.deal_id,
        components.component_id,
        components.terms_from,
        products.product_key,
        max(case when filters.filter_kind = 'excluded_product' then 1 else 0 end) = 0
        and (
            max(case when has_list.deal_id is not null then 1 else 0 end) = 0
            or max(case when filters.filter_kind in ('product', 'sale_kind') then 1 else 0 end) = 1
        ) as is_allowed
    from (
        select distinct program_id, deal_id, component_id, terms_from from components
    ) as components
    inner join (
        select distinct program_id, coalesce(product, '') as product_key from sales
    ) as products
        on components.program_id = products.program_id
    left join has_list on {{ same_component('components', 'has_list', 'terms_from') }}
    left join filters
        on {{ same_component('components', 'filters', 'terms_from') }}
        and products.product_key = filters.filter_value
    group by
        components.program_id, components.deal_id, components.component_id, components.terms_from,
        products.product_key
),

candidates as (
    select
        sales.*,
        components.deal_id,
        components.plan_id,
        components.plan_version_no,
        components.component_id,
        components.terms_from,
        components.calendar_id,
        components.currency_code as deal_currency_code,
        components.digits,
        components.rounding,
        components.hold_days,
        components.own_account,
        components.sales_kind,
        components.sales_n,
        components.tier_kind,
        allowed.is_allowed
    from sales
    inner join components
        on sales.program_id = components.program_id
        and sales.chain_partner_id = components.partner_id
        and sales.brand_key = components.brand_key
        and sales.event_on between components.valid_from and components.valid_to
    inner join allowed
        on components.program_id = allowed.program_id
        and components.deal_id = allowed.deal_id
        and components.component_id = allowed.component_id
        and components.terms_from = allowed.terms_from
        and coalesce(sales.product, '') = allowed.product_key
),

-- The sale's place among the client's sales that the component lets through, whoever sold them
placed as (
    select
        candidates.program_id,
        candidates.record_key,
        candidates.component_id,
        count(*) as sale_no,
        min(earlier.event_on) as first_sale_on
    from candidates
    inner join sales as earlier
        on candidates.program_id = earlier.program_id
        and candidates.client_id = earlier.client_id
        and (
            earlier.occurred_at < candidates.occurred_at
            or (
                earlier.occurred_at = candidates.occurred_at
                and earlier.record_key <= candidates.record_key
            )
        )
    inner join allowed
        on candidates.program_id = allowed.program_id
        and candidates.deal_id = allowed.deal_id
        and candidates.component_id = allowed.component_id
        and candidates.terms_from = allowed.terms_from
        and coalesce(earlier.product, '') = allowed.product_key
        and allowed.is_allowed
    where candidates.sales_kind <> 'all'
    group by candidates.program_id, candidates.record_key, candidates.component_id
),

priced as (
    select
        candidates.*,
        placed.sale_no,
        placed.first_sale_on,
        rates.rate,
        rates.rate_unit,
        row_number() over (
            partition by candidates.program_id, candidates.record_key, candidates.component_id
            order by rates.specificity desc nulls last, rates.row_no nulls last
        ) as choice
    from candidates
    left join placed
        on candidates.program_id = placed.program_id
        and candidates.record_key = placed.record_key
        and candidates.component_id = placed.component_id
    left join {{ ref('stg_terms__deal_rates') }} as rates
        on {{ same_component('candidates', 'rates', 'terms_from') }}
        and (rates.product is null or rates.product = candidates.product)
        and (rates.country is null or rates.country = candidates.country)
        and (rates.campaign is null or rates.campaign = candidates.campaign)
        and rates.symbol is null
        and rates.symbol_group is null
        and rates.account_type is null
),

final as (
    select
        priced.*,
        fx.fx_rate,
        fx.fx_on,
        fx.fx_source,
        case
            when priced.is_own and priced.own_account <> 'earns' then 'own_account'
            when not priced.is_allowed then 'product_excluded'
            when priced.sales_kind = 'first' and priced.sale_no > 1 then 'first_sale_only'
            when priced.sales_kind = 'first_n' and priced.sale_no > priced.sales_n
                then 'first_sales_only'
            when
                priced.sales_kind = 'within_months'
                and priced.event_on >= {{ add_months('priced.first_sale_on', 'priced.sales_n') }}
                then 'after_months'
            when priced.rate is null and priced.tier_kind = 'single' then 'no_rate'
            when fx.fx_rate is null then 'fx_missing'
        end as refusal_code
    from priced
    left join {{ ref('int_fx_rates__daily') }} as fx
        on priced.program_id = fx.program_id
        and priced.event_on = fx.event_on
        and priced.currency_code = fx.source_currency_code
        and priced.deal_currency_code = fx.currency_code
    where priced.choice = 1
)

select * from final

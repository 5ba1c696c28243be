{#- Over 120 lines: every refusal of a sale in the order in which it is asked. -#}
{#- A sale is worth its rest after refunds, in the deal's currency. -#}
with

sales as (
    select * from {{ ref('int_sales__net') }}
),

leads as (
    select *
    from {{ ref('int_event_leads__chosen') }}
    where component_type = 'sale_share'
),

allowed as (
    select * from {{ ref('int_event_products__judged') }} where is_allowed
),

candidates as (
    select
        sales.*,
        leads.component_id,
        leads.component_type,
        leads.lead_deal_id,
        leads.lead_terms_from,
        leads.base_distance,
        leads.lead_distance,
        leads.direct_partner_id,
        leads.refusal_code as lead_refusal_code,
        coalesce(terms.sales_kind, 'all') as sales_kind,
        terms.sales_n,
        terms.tier_event_of,
        terms.tier_ratio_of,
        terms.tier_ratio_to,
        terms.currency_code as deal_currency_code,
        allowed.is_allowed is not null as is_allowed
    from sales
    inner join leads on {{ leads_for('sales', 'leads') }}
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_lead('leads', 'terms', 'valid_from') }}
    left join allowed
        on {{ same_lead('leads', 'allowed') }}
        and coalesce(sales.product, '') = allowed.product_key
),

-- The sale's place among the client's sales that the component lets through, whoever sold them;
-- a refunded one keeps its place, a rejected one has none
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
        and (not earlier.is_rejected or earlier.record_key = candidates.record_key)
        and (
            earlier.occurred_at < candidates.occurred_at
            or (
                earlier.occurred_at = candidates.occurred_at
                and earlier.record_key <= candidates.record_key
            )
        )
    inner join allowed
        on {{ same_lead('candidates', 'allowed') }}
        and coalesce(earlier.product, '') = allowed.product_key
    where candidates.sales_kind <> 'all'
    group by candidates.program_id, candidates.record_key, candidates.component_id
),

judged as (
    select
        candidates.*,
        placed.sale_no,
        placed.first_sale_on,
        fx.fx_rate,
        fx.fx_on,
        fx.fx_source,
        cast(candidates.net_amount * coalesce(fx.fx_rate, 0) as {{ exact_type() }})
            as deal_amount,
        case
            when candidates.lead_refusal_code is not null then candidates.lead_refusal_code
            when not candidates.is_allowed then 'product_excluded'
            when candidates.sales_kind = 'first' and placed.sale_no > 1 then 'first_sale_only'
            when candidates.sales_kind = 'first_n' and placed.sale_no > candidates.sales_n
                then 'first_sales_only'
            when
                candidates.sales_kind = 'within_months'
                and candidates.event_on
                    >= {{ add_months('placed.first_sale_on', 'candidates.sales_n') }}
                then 'after_months'
            when fx.fx_rate is null then 'fx_missing'
        end as refusal
    from candidates
    left join placed
        on candidates.program_id = placed.program_id
        and candidates.record_key = placed.record_key
        and candidates.component_id = placed.component_id
    left join {{ ref('int_fx_rates__daily') }} as fx
        on candidates.program_id = fx.program_id
        and candidates.event_on = fx.event_on
        and candidates.currency_code = fx.source_currency_code
        and candidates.deal_currency_code = fx.currency_code
),

final as (
    select
        {%- set given = lead_of('judged') -%}
        {%- for name in ['program_id', 'record_key', 'chain_partner_id', 'is_own', 'brand_key',
            'event_on', 'occurred_at', 'client_id', 'product', 'brand', 'country', 'campaign',
            'link_code', 'sub1', 'fx_rate', 'fx_on', 'fx_source', 'is_rejected', 'file_name',
            'file_row', 'recorded_at'] -%}
        {%- do given.update({name: name}) -%}
        {%- endfor -%}
        {%- do given.update({
            'raw_quantity': '1',
            'quantity_unit': "'sales'",
            'quantity': 'deal_amount',
            'step_value': "case coalesce(tier_event_of, 'amount')
                when 'amount' then deal_amount
                when 'quantity' then quantity
                else " ~ event_ratio('tier_ratio_of', 'tier_ratio_to', {
                    'amount': 'net_amount', 'quantity': 'quantity',
                }) ~ '
            end',
            'source_amount': 'amount',
            'source_currency_code': 'currency_code',
            'is_refunded': 'net_amount = 0 and refunded_amount > 0',
            'refusal_code': 'refusal',
            'asked': "case
                when refusal in ('first_sales_only', 'after_months') then cast(sales_n as varchar)
                when refusal = 'fx_missing' then deal_currency_code
            end",
            'found': "case
                when refusal in ('first_sale_only', 'first_sales_only')
                    then cast(sale_no as varchar)
                when refusal = 'after_months' then cast(first_sale_on as varchar)
                when refusal = 'fx_missing' then currency_code
                when refusal = 'product_excluded' then product
            end",
        }) -%}
        {{ select_columns(quantity_columns(), given) }}
    from judged
)

select * from final

{#- Conversions of the type that the component names; a sale refunded whole is worth nothing. -#}
with

actions as (
    select
        conversions.*,
        coalesce(sales.net_amount = 0 and sales.refunded_amount > 0, false) as is_refunded,
        greatest(conversions.recorded_at, coalesce(sales.recorded_at, conversions.recorded_at))
            as last_recorded_at
    from {{ ref('int_conversions__attributed') }} as conversions
    left join {{ ref('int_sales__net') }} as sales
        on conversions.program_id = sales.program_id
        and conversions.record_key = sales.record_key
),

leads as (
    select *
    from {{ ref('int_event_leads__chosen') }}
    where component_type = 'per_action'
),

judged as (
    select
        actions.*,
        leads.component_id,
        leads.component_type,
        leads.lead_deal_id,
        leads.lead_terms_from,
        leads.base_distance,
        leads.lead_distance,
        leads.direct_partner_id,
        terms.tier_event_of,
        terms.tier_ratio_of,
        terms.tier_ratio_to,
        terms.currency_code as deal_currency_code,
        fx.fx_rate,
        fx.fx_on,
        fx.fx_source,
        case when actions.is_refunded then 0 else actions.quantity end as rest_quantity,
        cast(coalesce(actions.amount * fx.fx_rate, 0) as {{ exact_type() }}) as deal_amount,
        case
            when leads.refusal_code is not null then leads.refusal_code
            when allowed.is_allowed is null then 'product_excluded'
            when terms.tier_event_of = 'amount' and actions.amount <> 0 and fx.fx_rate is null
                then 'fx_missing'
        end as refusal
    from actions
    inner join leads on {{ leads_for('actions', 'leads') }}
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_lead('leads', 'terms', 'valid_from') }}
        and actions.conversion_type = terms.base_kind
    left join {{ ref('int_event_products__judged') }} as allowed
        on {{ same_lead('leads', 'allowed') }}
        and coalesce(actions.product, '') = allowed.product_key
        and allowed.is_allowed
    left join {{ ref('int_fx_rates__daily') }} as fx
        on actions.program_id = fx.program_id
        and actions.event_on = fx.event_on
        and actions.currency_code = fx.source_currency_code
        and terms.currency_code = fx.currency_code
),

final as (
    select
        {%- set given = lead_of('judged') -%}
        {%- for name in ['program_id', 'record_key', 'chain_partner_id', 'is_own', 'brand_key',
            'event_on', 'occurred_at', 'client_id', 'product', 'brand', 'country', 'campaign',
            'link_code', 'sub1', 'fx_rate', 'fx_on', 'fx_source', 'is_rejected', 'is_refunded',
            'file_name', 'file_row'] -%}
        {%- do given.update({name: name}) -%}
        {%- endfor -%}
        {%- do given.update({
            'raw_quantity': 'quantity',
            'quantity_unit': "'actions'",
            'quantity': 'rest_quantity',
            'step_value': "case coalesce(tier_event_of, 'quantity')
                when 'quantity' then rest_quantity
                when 'amount' then deal_amount
                else " ~ event_ratio('tier_ratio_of', 'tier_ratio_to', {
                    'amount': 'amount', 'quantity': 'quantity',
                }) ~ '
            end',
            'source_amount': 'amount',
            'source_currency_code': 'currency_code',
            'refusal_code': 'refusal',
            'asked': "case refusal when 'fx_missing' then deal_currency_code end",
            'found': "case refusal
                when 'product_excluded' then product
                when 'fx_missing' then currency_code
            end",
            'recorded_at': 'last_recorded_at',
        }) -%}
        {{ select_columns(quantity_columns(), given) }}
    from judged
)

select * from final

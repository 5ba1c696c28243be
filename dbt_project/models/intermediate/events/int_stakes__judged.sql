{#- The stakes of a client on a day as turnover, in the deal's currency (`of: stakes`). -#}
with

leads as (
    select *
    from {{ ref('int_event_leads__chosen') }}
    where component_type = 'per_turnover'
),

-- Facts of programs without such a component are not looked at
staked as (
    select *
    from {{ ref('int_activity__attributed') }}
    where stakes <> 0 and program_id in (select program_id from leads)
),

activity as (
    {{ at_day_end('staked') }}
),

clients as (
    select program_id, client_id, partner_id, country, campaign, link_code, sub1
    from {{ ref('int_clients__registered') }}
),

judged as (
    select
        activity.*,
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
        clients.country,
        case when clients.partner_id = activity.chain_partner_id
            then {{ owned_campaign('clients.partner_id', 'clients.campaign') }} end as campaign,
        case when clients.partner_id = activity.chain_partner_id then clients.link_code end
            as link_code,
        case when clients.partner_id = activity.chain_partner_id then clients.sub1 end as sub1,
        fx.fx_rate,
        fx.fx_on,
        fx.fx_source,
        {{ exact('activity.stakes * coalesce(fx.fx_rate, 0)') }} as deal_amount,
        case
            when leads.refusal_code is not null then leads.refusal_code
            when allowed.is_allowed is null then 'product_excluded'
            when activity.stakes <> 0 and fx.fx_rate is null then 'fx_missing'
        end as refusal
    from activity
    inner join leads on {{ leads_for('activity', 'leads') }}
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_lead('leads', 'terms', 'valid_from') }}
        and terms.base_kind = 'stakes'
    left join clients
        on activity.program_id = clients.program_id
        and activity.client_id = clients.client_id
    left join {{ ref('int_event_products__judged') }} as allowed
        on {{ same_lead('leads', 'allowed') }}
        and coalesce(activity.product, '') = allowed.product_key
        and allowed.is_allowed
    left join {{ ref('int_fx_rates__daily') }} as fx
        on activity.program_id = fx.program_id
        and activity.event_on = fx.event_on
        and activity.currency_code = fx.source_currency_code
        and terms.currency_code = fx.currency_code
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
            'raw_quantity': 'stakes',
            'quantity_unit': "'amount'",
            'quantity': 'deal_amount',
            'step_value': "case coalesce(tier_event_of, 'amount')
                when 'ratio' then " ~ event_ratio('tier_ratio_of', 'tier_ratio_to', {
                    'amount': 'stakes', 'quantity': 'stakes', 'stakes': 'stakes',
                    'payouts': 'payouts', 'voids': 'voids', 'bonus_cost': 'bonus_cost',
                    'net_revenue': 'net_revenue',
                }) ~ '
                else deal_amount
            end',
            'source_amount': 'stakes',
            'source_currency_code': 'currency_code',
            'is_refunded': 'false',
            'refusal_code': 'refusal',
            'asked': "case refusal when 'fx_missing' then deal_currency_code end",
            'found': "case refusal
                when 'product_excluded' then product
                when 'fx_missing' then currency_code
            end",
        }) -%}
        {{ select_columns(quantity_columns(), given) }}
    from judged
)

select * from final

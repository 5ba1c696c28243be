{{ config(**partitioned()) }}

with

conversions as (
    select *
    from {{ ref('int_conversions__attributed') }} as conversion
    where not conversion.is_rejected
        and conversion.chain_partner_id is not null
        and {{ touched_only('conversion.program_id', 'conversion.event_on') }}
),

trades as (
    select
        program_id, event_on, chain_partner_id, is_own, brand_key, client_id,
        count(*) as trade_count, sum(lots) as lots, max(recorded_at) as recorded_at
    from {{ ref('int_trades__attributed') }} as trade
    where not trade.is_rejected
        and not trade.is_demo
        and trade.chain_partner_id is not null
        and {{ touched_only('trade.program_id', 'trade.event_on') }}
    group by program_id, event_on, chain_partner_id, is_own, brand_key, client_id
),

-- What a chargeback names decides whether it lowers deposits or sales
named as (
    {{ facts_named_by('conversions') }}
),

together as (
    select
        conversions.program_id, conversions.event_on, conversions.chain_partner_id,
        conversions.is_own, conversions.brand_key, conversions.client_id,
        coalesce(conversions.product, '') as product, conversions.currency_code,
        case when conversions.conversion_type = 'deposit' then conversions.amount else 0 end
            as deposits,
        case
            when conversions.conversion_type = 'withdrawal' then abs(conversions.amount) else 0
        end as withdrawals,
        case
            when conversions.conversion_type = 'chargeback'
                and coalesce(named.conversion_type, 'deposit') <> 'sale'
                then abs(conversions.amount)
            else 0
        end as deposit_chargebacks,
        case when conversions.conversion_type = 'sale' then conversions.amount else 0 end as sales,
        case
            when conversions.conversion_type = 'refund' then abs(conversions.amount)
            when conversions.conversion_type = 'chargeback' and named.conversion_type = 'sale'
                then abs(conversions.amount)
            else 0
        end as refunds,
        case when conversions.conversion_type = 'sale' then 1 else 0 end as sale_count,
        case when conversions.conversion_type = 'registration' then 1 else 0 end
            as registration_count,
        0 as trade_count, 0 as lots, conversions.recorded_at
    from conversions
    left join named
        on conversions.program_id = named.program_id
        and conversions.refunds = named.event_id
    union all
    select
        program_id, event_on, chain_partner_id, is_own, brand_key, client_id,
        '' as product, cast(null as varchar) as currency_code,
        0, 0, 0, 0, 0, 0, 0, trade_count, lots, recorded_at
    from trades
),

final as (
    select
        program_id,
        event_on,
        chain_partner_id as partner_id,
        is_own,
        brand_key,
        client_id,
        product,
        currency_code,
        {% for name in [
            'deposits', 'withdrawals', 'deposit_chargebacks', 'sales', 'refunds',
        ] -%}
        cast(sum({{ name }}) as decimal(18,4)) as {{ name }},
        {% endfor -%}
        cast(sum(sale_count) as bigint) as sale_count,
        cast(sum(registration_count) as bigint) as registration_count,
        cast(sum(trade_count) as bigint) as trade_count,
        cast(sum(lots) as decimal(18,4)) as lots,
        max(recorded_at) as recorded_at
    from together
    group by
        program_id, event_on, chain_partner_id, is_own, brand_key, client_id, product,
        currency_code
)

select * from final

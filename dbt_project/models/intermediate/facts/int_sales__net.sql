with

conversions as (
    select * from {{ ref('int_conversions__attributed') }}
),

sales as (
    select * from conversions where conversion_type = 'sale'
),

-- A refund or chargeback names its sale; a rejected one counts nowhere
refunds as (
    select
        program_id,
        refunds as event_id,
        sum(abs(amount)) as refunded_amount,
        max(recorded_at) as recorded_at,
        max(event_on) as refunded_on,
        count(*) as refund_count
    from conversions
    where conversion_type in ('refund', 'chargeback') and refunds is not null and not is_rejected
    group by program_id, refunds
),

final as (
    select
        sales.program_id,
        sales.record_key,
        sales.event_id,
        sales.occurred_at,
        sales.event_on,
        sales.client_id,
        sales.chain_partner_id,
        sales.is_own,
        sales.amount,
        sales.currency_code,
        sales.product,
        sales.brand,
        sales.brand_key,
        sales.country,
        sales.campaign,
        sales.link_code,
        sales.sub1,
        sales.is_rejected,
        cast(coalesce(refunds.refunded_amount, 0) as decimal(18,4)) as refunded_amount,
        cast(greatest(sales.amount - coalesce(refunds.refunded_amount, 0), 0) as decimal(18,4))
            as net_amount,
        refunds.refunded_on,
        sales.file_name,
        sales.file_row,
        greatest(sales.recorded_at, coalesce(refunds.recorded_at, sales.recorded_at))
            as recorded_at
    from sales
    left join refunds
        on sales.program_id = refunds.program_id
        and sales.event_id = refunds.event_id
)

select * from final

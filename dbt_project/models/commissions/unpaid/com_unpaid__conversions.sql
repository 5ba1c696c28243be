with

sales as (
    select * from {{ ref('int_sales__net') }}
),

programs as (
    select program_id, trim(split_part(calendar_ids, ',', 1)) as calendar_id
    from {{ ref('stg_portal__programs') }}
),

deals as (
    select program_id, partner_id, brand_key, deal_id, valid_from, valid_to
    from {{ ref('int_deals__by_brand') }}
),

-- Sales that no deal covers
without_deal as (
    select
        sales.program_id,
        programs.calendar_id,
        sales.record_key,
        '' as component_id,
        sales.chain_partner_id,
        cast(null as varchar) as deal_id,
        sales.client_id,
        sales.event_on,
        sales.occurred_at,
        sales.amount,
        sales.currency_code,
        case
            when sales.chain_partner_id is null then 'unattributed'
            when sales.is_rejected then 'rejected'
            else 'no_deal'
        end as refusal_code,
        sales.file_name,
        sales.file_row
    from sales
    inner join programs on sales.program_id = programs.program_id
    left join deals
        on sales.program_id = deals.program_id
        and sales.chain_partner_id = deals.partner_id
        and sales.brand_key = deals.brand_key
        and sales.event_on between deals.valid_from and deals.valid_to
    where deals.deal_id is null
),

final as (
    select
        {{- select_columns(unpaid_columns(), {
            'program_id': 'without_deal.program_id',
            'calendar_id': 'without_deal.calendar_id',
            'period_id': 'periods.period_id',
            'event_record_key': 'without_deal.record_key',
            'component_id': 'without_deal.component_id',
            'direct_partner_id': 'without_deal.chain_partner_id',
            'deal_id': 'without_deal.deal_id',
            'client_id': 'without_deal.client_id',
            'event_on': 'without_deal.event_on',
            'occurred_at': 'without_deal.occurred_at',
            'event_kind': "'conversion'",
            'amount': 'without_deal.amount',
            'currency_code': 'without_deal.currency_code',
            'reason_code': "coalesce(without_deal.refusal_code, 'outside_periods')",
            'file_name': 'without_deal.file_name',
            'file_row': 'without_deal.file_row',
        }) }}
    from without_deal
    left join {{ ref('int_periods__daily') }} as periods
        on without_deal.program_id = periods.program_id
        and without_deal.calendar_id = periods.calendar_id
        and without_deal.event_on = periods.day
)

select * from final

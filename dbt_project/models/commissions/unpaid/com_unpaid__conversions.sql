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
        cast(null as varchar) as asked,
        cast(null as varchar) as found,
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

with_component as (
    select
        program_id,
        calendar_id,
        record_key,
        component_id,
        chain_partner_id,
        deal_id,
        client_id,
        event_on,
        occurred_at,
        amount,
        currency_code,
        case when is_rejected then 'rejected' else refusal_code end as refusal_code,
        case
            when refusal_code in ('first_sales_only', 'after_months')
                then cast(sales_n as varchar)
            when refusal_code = 'fx_missing' then deal_currency_code
        end as asked,
        case
            when refusal_code in ('first_sale_only', 'first_sales_only')
                then cast(sale_no as varchar)
            when refusal_code = 'after_months' then cast(first_sale_on as varchar)
            when refusal_code = 'fx_missing' then currency_code
            when refusal_code in ('product_excluded', 'no_rate') then product
        end as found,
        file_name,
        file_row
    from {{ ref('int_sales__judged') }}
),

together as (
    select * from without_deal
    union all
    select * from with_component
),

final as (
    select
        {{- select_columns(unpaid_columns(), {
            'program_id': 'together.program_id',
            'calendar_id': 'together.calendar_id',
            'period_id': 'periods.period_id',
            'event_record_key': 'together.record_key',
            'component_id': 'together.component_id',
            'direct_partner_id': 'together.chain_partner_id',
            'deal_id': 'together.deal_id',
            'client_id': 'together.client_id',
            'event_on': 'together.event_on',
            'occurred_at': 'together.occurred_at',
            'event_kind': "'conversion'",
            'amount': 'together.amount',
            'currency_code': 'together.currency_code',
            'reason_code': "coalesce(together.refusal_code, 'outside_periods')",
            'asked': 'together.asked',
            'found': 'together.found',
            'file_name': 'together.file_name',
            'file_row': 'together.file_row',
        }) }}
    from together
    left join {{ ref('int_periods__daily') }} as periods
        on together.program_id = periods.program_id
        and together.calendar_id = periods.calendar_id
        and together.event_on = periods.day
    where together.refusal_code is not null or periods.period_id is null
)

select * from final

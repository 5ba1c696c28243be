{#- Whole at each build: a refund of today restates the line of a sale of another day. -#}
with

sales as (
    select
        judged.*,
        case when is_rejected then 0 else cast(net_amount * fx_rate as {{ exact_type() }}) end
            as base_amount
    from {{ ref('int_sales__judged') }} as judged
    where refusal_code is null
),

stepped as (
    select
        program_id,
        record_key,
        component_id,
        max(step_no) as step_no,
        max(case tier_kind when 'slab' then rate end) as rate,
        sum({{ exact('slice_amount * rate') }}) as exact_amount
    from {{ ref('int_sales__stepped') }}
    group by program_id, record_key, component_id
),

priced as (
    select
        sales.program_id,
        sales.calendar_id,
        periods.period_id,
        sales.chain_partner_id as partner_id,
        sales.deal_id,
        sales.plan_id,
        sales.plan_version_no,
        sales.component_id,
        'sale_share' as component_type,
        'event' as family,
        0 as level,
        'earned' as line_kind,
        sales.record_key as event_record_key,
        sales.event_on,
        sales.occurred_at,
        sales.client_id,
        sales.chain_partner_id as direct_partner_id,
        sales.product,
        sales.brand,
        sales.country,
        sales.link_code,
        sales.sub1,
        case
            when sales.tier_kind = 'marginal' then 'slices'
            else 'share_of_sale'
        end as formula_code,
        1 as quantity,
        'sales' as quantity_unit,
        case sales.tier_kind when 'single' then sales.rate else stepped.rate end as rate,
        'share' as rate_unit,
        sales.base_amount,
        sales.amount as source_amount,
        sales.currency_code as source_currency_code,
        sales.fx_rate,
        sales.fx_on,
        sales.fx_source,
        case
            when sales.is_rejected then 0
            when sales.tier_kind = 'single' then {{ exact('sales.base_amount * sales.rate') }}
            else coalesce(stepped.exact_amount, 0)
        end as exact_amount,
        sales.digits,
        sales.deal_currency_code as currency_code,
        sales.rounding,
        {{ add_days('sales.event_on', 'sales.hold_days') }} as payable_from,
        case
            when sales.is_rejected then 'rejected'
            when sales.net_amount = 0 and sales.refunded_amount > 0 then 'refunded'
            when sales.tier_kind <> 'single' and stepped.record_key is null then 'below_first_step'
        end as reason_code,
        sales.file_name,
        sales.file_row,
        sales.recorded_at
    from sales
    inner join {{ ref('int_periods__daily') }} as periods
        on sales.program_id = periods.program_id
        and sales.calendar_id = periods.calendar_id
        and sales.event_on = periods.day
    left join stepped
        on sales.program_id = stepped.program_id
        and sales.record_key = stepped.record_key
        and sales.component_id = stepped.component_id
),

final as (
    {{ as_lines('priced', [
        'program_id', 'calendar_id', 'period_id', 'partner_id', 'deal_id', 'plan_id',
        'plan_version_no', 'component_id', 'component_type', 'family', 'level', 'line_kind',
        'event_record_key', 'event_on', 'occurred_at', 'client_id',
        'direct_partner_id', 'product', 'brand', 'country', 'link_code', 'sub1', 'formula_code',
        'quantity', 'quantity_unit', 'rate', 'rate_unit', 'base_amount', 'source_amount',
        'source_currency_code', 'fx_rate', 'fx_on', 'fx_source', 'exact_amount', 'currency_code',
        'rounding', 'payable_from', 'reason_code', 'file_name', 'file_row', 'recorded_at',
    ]) }}
)

select * from final

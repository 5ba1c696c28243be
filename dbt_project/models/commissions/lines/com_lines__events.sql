{{ config(meta={'rewrites': 'changed days'}) }}
{#-
    Worked out whole at each build, because caps, running totals and refunds look beyond a day; of
    what is stored, days whose lines are what they were stay.
-#}
with

settled as (
    select * from {{ ref('int_event_lines__settled') }} where component_type <> 'override'
),

final as (
    {{ as_lines('settled', [
        'program_id', 'calendar_id', 'period_id', 'partner_id', 'deal_id', 'plan_id',
        'plan_version_no', 'component_id', 'component_type', 'family', 'level', 'line_kind',
        'origin_line_id', 'part_no', 'step_no', 'event_record_key', 'event_on', 'occurred_at',
        'client_id',
        'direct_partner_id', 'lower_partner_id', 'account_tail', 'account_type', 'product',
        'brand', 'symbol', 'symbol_group', 'country', 'link_code', 'sub1', 'formula_code',
        'quantity', 'quantity_unit', 'modifier', 'rate', 'rate_unit', 'lower_rate', 'base_amount',
        'source_amount', 'source_currency_code', 'fx_rate', 'fx_on', 'fx_source', 'exact_amount',
        'currency_code', 'rounding', 'payable_from', 'reason_code', 'file_name', 'file_row',
        'recorded_at',
    ], line_digits='line_digits') }}
)

select * from final

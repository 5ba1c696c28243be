with

lines as (
    select program_id, period_id, line_id, event_record_key, source_currency_code
    from {{ ref('com_lines__events') }}
    where component_type = 'sale_share'
),

conversions as (
    select * from {{ ref('int_conversions__attributed') }}
),

refunds as (
    select
        lines.program_id,
        lines.period_id,
        lines.line_id,
        lines.source_currency_code,
        row_number() over (
            partition by lines.line_id order by refunds.occurred_at, refunds.record_key
        ) as position,
        refunds.conversion_type,
        abs(refunds.amount) as amount,
        refunds.event_on,
        refunds.record_key,
        refunds.file_name,
        refunds.file_row
    from lines
    inner join conversions as sales
        on lines.program_id = sales.program_id
        and lines.event_record_key = sales.record_key
    inner join conversions as refunds
        on sales.program_id = refunds.program_id
        and sales.event_id = refunds.refunds
        and refunds.conversion_type in ('refund', 'chargeback')
        and not refunds.is_rejected
),

final as (
    select
        {{- select_columns(fact_columns(), {
            'program_id': 'program_id',
            'period_id': 'period_id',
            'line_id': 'line_id',
            'section': "'refund'",
            'position': 'position',
            'code': 'conversion_type',
            'verdict': "'none'",
            'amount': 'amount',
            'unit': 'source_currency_code',
            'on_date': 'event_on',
            'ref': 'record_key',
            'file_name': 'file_name',
            'file_row': 'file_row',
        }) }}
    from refunds
)

select * from final

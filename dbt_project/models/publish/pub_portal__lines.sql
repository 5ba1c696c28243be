with
lines as (
    select * from {{ ref('com_lines') }}
),

bookings as (
    select * from {{ ref('mart_line_bookings') }}
),

arrivals as (
    select * from {{ ref('mart_record_arrivals') }}
),

final as (
    select
        lines.program_id,
        lines.line_id,
        lines.partner_id,
        lines.calendar_id,
        lines.period_id,
        lines.deal_id,
        lines.plan_id,
        lines.plan_version_no,
        lines.component_id,
        lines.component_type,
        lines.family,
        lines.level,
        lines.line_kind,
        lines.origin_line_id,
        lines.step_no,
        {{ event_ref('lines.partner_id', 'lines.event_record_key') }} as event_record_key,
        lines.event_on,
        lines.occurred_at,
        {{ client_ref('lines.partner_id', 'lines.client_id', 'lines.level') }} as client_ref,
        lines.direct_partner_id,
        lines.lower_partner_id,
        {{ direct_only('lines.account_tail', 'lines.level') }} as account_tail,
        {{ direct_only('lines.account_type', 'lines.level') }} as account_type,
        {{ direct_only('lines.product', 'lines.level') }} as product,
        lines.brand,
        lines.symbol,
        lines.symbol_group,
        {{ direct_only('lines.country', 'lines.level') }} as country,
        {{ direct_only('lines.link_code', 'lines.level') }} as link_code,
        {{ direct_only('lines.sub1', 'lines.level') }} as sub1,
        lines.formula_code,
        lines.quantity,
        lines.quantity_unit,
        lines.modifier,
        lines.rate,
        lines.rate_unit,
        lines.lower_rate,
        lines.base_amount,
        lines.source_amount,
        lines.source_currency_code,
        lines.fx_rate,
        lines.fx_on,
        lines.fx_source,
        lines.exact_amount,
        lines.amount_minor,
        lines.currency_code,
        lines.rounding,
        lines.payable_from,
        lines.state,
        lines.reason_code,
        {{ direct_only('lines.file_name', 'lines.level') }} as file_name,
        {{ direct_only('lines.file_row', 'lines.level') }} as file_row,
        lines.recorded_at,
        lines.line_digest,
        coalesce(bookings.booked_minor, 0) as booked_minor,
        coalesce(arrivals.first_recorded_at, lines.recorded_at) as first_seen_at,
    from lines
    left join bookings
        on
            lines.program_id = bookings.program_id
            and lines.line_id = bookings.line_id
            and lines.period_id = bookings.period_id
    left join arrivals
        on
            lines.program_id = arrivals.program_id
            and lines.event_record_key = arrivals.record_key
)

select * from final

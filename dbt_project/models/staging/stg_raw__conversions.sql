select
    record.program_id,
    record.record_key,
    record.version_no,
    record.recorded_at,
    record.first_recorded_at,
    record.source,
    record.file_id,
    record.file_name,
    record.file_row,
    record.event_id,
    record.conversion_type,
    record.occurred_at,
    {{ local_date('record.occurred_at', 'program.time_zone') }} as event_on,
    record.client_id,
    record.click_id,
    record.partner_code,
    record.amount,
    record.currency_code,
    record.quantity,
    record.product,
    record.order_id,
    record.refunds,
    record.brand,
    record.status,
    record.country,
    record.is_confirmed
from {{ source('raw', 'conversions') }} as record
inner join {{ source('raw', 'portal_programs') }} as program
    on record.program_id = program.program_id
where record.is_current and not record.is_removed

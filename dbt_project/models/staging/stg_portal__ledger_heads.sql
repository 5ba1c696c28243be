select
    program_id,
    calendar_id,
    period_id,
    segment_sha256,
    previous_sha256,
    row_count,
    booked_at,
    booked_by
from {{ source('raw', 'portal_ledger_heads') }}

select
    program_id,
    feed,
    file_id,
    file_name,
    file_row,
    column_name,
    reason_code,
    message,
    quarantined_at,
    state,
from {{ ref('stg_raw__quarantine') }}

select
    program_id,
    record_key,
    version_no,
    fee_code,
    amount
from {{ source('raw', 'activity_fees') }}

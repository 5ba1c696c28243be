select
    program_id,
    record_key,
    version_no,
    recorded_at,
    first_recorded_at,
    source,
    file_id,
    file_name,
    file_row,
    account_id,
    account_tail,
    client_id,
    server,
    account_type,
    is_demo,
    currency_code,
    opened_on
from {{ source('raw', 'accounts') }}
where is_current and not is_removed

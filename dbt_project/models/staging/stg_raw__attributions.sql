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
    client_id,
    valid_from,
    partner_id,
    attribution_source,
    evidence,
    author
from {{ source('raw', 'attributions') }}
where is_current and not is_removed

select
    program_id,
    signal_code,
    version_no,
    threshold,
    window_seconds,
    limit_seconds,
    decide_within_days,
    unresolved
from {{ source('terms', 'signal_rules') }}

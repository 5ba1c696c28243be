select
    program_id,
    plan_id,
    version_no,
    valid_from,
    valid_to,
    recorded_on,
    currency_code,
    calendar_id,
    applies_by,
    rounding,
    late_events,
    clawback_days,
    reference,
    source_text,
    source_hash
from {{ source('terms', 'plan_versions') }}

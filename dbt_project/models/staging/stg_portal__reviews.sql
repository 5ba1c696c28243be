select
    program_id,
    review_id,
    target_kind,
    target_id,
    state,
    effective_on,
    decide_by,
    signal_code,
    reason,
    recorded_at
from {{ source('raw', 'portal_reviews') }}

select
    program_id,
    calendar_id,
    period_id,
    starts_on,
    ends_on,
    period_no,
    is_open,
    closed_at,
from {{ ref('sta_periods') }}

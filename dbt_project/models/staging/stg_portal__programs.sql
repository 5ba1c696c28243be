select
    program_id,
    name,
    vertical,
    time_zone,
    calendar_ids,
    currency_code,
    rate_set,
    window_days,
    reattribute_after_inactive_days,
    first_period_id
from {{ source('raw', 'portal_programs') }}

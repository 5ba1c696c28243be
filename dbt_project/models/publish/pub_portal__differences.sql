select
    program_id,
    partner_id,
    calendar_id,
    line_id,
    origin_period_id,
    currency_code,
    amount_minor,
    reason_code,
    component_id,
    level,
from {{ ref('sta_differences') }}
where not is_waived

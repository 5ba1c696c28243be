select
    program_id,
    partner_id,
    calendar_id,
    line_id,
    origin_period_id,
    currency_code,
    case when is_waived then 0 else amount_minor end as amount_minor,
    case when is_waived then amount_minor else 0 end as memo_minor,
    reason_code,
    component_id,
    level,
from {{ ref('sta_differences') }}

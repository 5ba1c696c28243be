select
    program_id,
    deal_id,
    component_id,
    valid_from,
    step_no,
    from_value,
    is_inclusive,
    rate,
    rate_unit
from {{ source('terms', 'deal_steps') }}

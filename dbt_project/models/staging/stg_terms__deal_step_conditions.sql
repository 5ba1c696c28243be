select
    program_id,
    deal_id,
    component_id,
    valid_from,
    step_no,
    position,
    metric,
    minimum,
    is_inclusive,
    look_back,
    look_back_n,
    network
from {{ source('terms', 'deal_step_conditions') }}

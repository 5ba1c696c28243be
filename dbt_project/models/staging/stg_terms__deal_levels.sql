select
    program_id,
    deal_id,
    component_id,
    valid_from,
    distance,
    rate,
    rate_unit
from {{ source('terms', 'deal_levels') }}

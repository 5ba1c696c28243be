select
    program_id,
    deal_id,
    component_id,
    valid_from,
    position,
    metric,
    at_least,
    multiple_of,
    within_days,
    anchor
from {{ source('terms', 'deal_conditions') }}

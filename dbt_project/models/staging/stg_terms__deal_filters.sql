select
    program_id,
    deal_id,
    component_id,
    valid_from,
    filter_kind,
    filter_value
from {{ source('terms', 'deal_filters') }}

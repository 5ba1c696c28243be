select
    program_id,
    deal_id,
    component_id,
    valid_from,
    cap_no,
    per,
    cap_window,
    kind,
    cap_value
from {{ source('terms', 'deal_caps') }}

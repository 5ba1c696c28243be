select
    program_id,
    deal_id,
    component_id,
    valid_from,
    position,
    deduction_code,
    kind,
    of_base,
    share
from {{ source('terms', 'deal_deductions') }}

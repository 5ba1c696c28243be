select
    program_id,
    deal_id,
    component_id,
    valid_from,
    row_no,
    product,
    edge
from {{ source('terms', 'deal_edges') }}

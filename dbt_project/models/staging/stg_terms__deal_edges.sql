select
    program_id,
    deal_id,
    component_id,
    valid_from,
    product,
    edge
from {{ source('terms', 'deal_edges') }}

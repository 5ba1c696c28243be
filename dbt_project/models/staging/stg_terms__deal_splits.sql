select
    program_id,
    deal_id,
    component_id,
    valid_from,
    chain_length,
    distance,
    share
from {{ source('terms', 'deal_splits') }}

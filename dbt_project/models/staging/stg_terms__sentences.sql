select
    program_id,
    deal_id,
    valid_from,
    component_id,
    language,
    position,
    sentence
from {{ source('terms', 'sentences') }}

select
    program_id,
    partner_id,
    parent_partner_id,
    valid_from,
    valid_to,
    share,
    recorded_at,
    author,
    reason
from {{ source('raw', 'portal_relations') }}

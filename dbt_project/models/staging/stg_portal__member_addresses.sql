select
    program_id,
    partner_id,
    ip_hash,
    first_seen_on,
    last_seen_on
from {{ source('raw', 'portal_member_addresses') }}

select
    program_id,
    link_code,
    partner_id,
    campaign,
    destination
from {{ source('raw', 'portal_links') }}

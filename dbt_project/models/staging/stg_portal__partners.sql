select
    program_id,
    partner_id,
    partner_code,
    name,
    kind,
    status,
    country,
    payout_currency_code,
    threshold_minor,
    joined_on,
    manager,
    own_client_ids
from {{ source('raw', 'portal_partners') }}

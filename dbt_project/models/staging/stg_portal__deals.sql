select
    program_id,
    deal_id,
    deal_version_no,
    partner_id,
    brand,
    plan_id,
    currency_code,
    calendar_id,
    valid_from,
    valid_to,
    overrides,
    recorded_at,
    author,
    reason
from {{ source('raw', 'portal_deals') }}

select
    program_id,
    adjustment_id,
    partner_id,
    deal_id,
    currency_code,
    amount_minor,
    origin_period_id,
    reason,
    author,
    approved_by,
    approved_at,
    booked_period_id
from {{ source('raw', 'portal_adjustments') }}

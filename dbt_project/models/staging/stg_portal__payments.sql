select
    program_id,
    payment_id,
    batch_id,
    partner_id,
    currency_code,
    amount_minor,
    payout_currency_code,
    payout_minor,
    fx_rate,
    fx_on,
    state,
    state_on,
    reason_code
from {{ source('raw', 'portal_payments') }}

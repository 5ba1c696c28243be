select
    program_id,
    partner_id,
    account_hash,
    since
from {{ source('raw', 'portal_payout_accounts') }}

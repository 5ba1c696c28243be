select
    program_id,
    partner_id,
    currency_code,
    pending_minor,
    locked_minor,
    held_minor,
    on_hold_minor,
    cleared_minor,
    booked_minor,
from {{ ref('sta_balances') }}

select
    program_id,
    deal_id,
    calendar_id,
    period_id,
    amount
from {{ source('raw', 'commission_totals') }}

select
    program_id,
    deal_id,
    valid_from,
    valid_to,
    deal_version_no,
    partner_id,
    brand,
    plan_id,
    plan_version_no,
    currency_code,
    currency_digits,
    calendar_id,
    rounding,
    late_events,
    clawback_days,
    guard_share
from {{ source('terms', 'deal_versions') }}

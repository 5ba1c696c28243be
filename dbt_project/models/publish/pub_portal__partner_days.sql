select
    program_id,
    partner_id,
    day,
    currency_code,
    clicks,
    registrations,
    first_deposits,
    sales,
    lots,
    commission_minor,
from {{ ref('mart_partner_days') }}

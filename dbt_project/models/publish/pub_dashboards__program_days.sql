select
    program_id,
    day,
    currency_code,
    clicks,
    registrations,
    first_deposits,
    active_clients,
    lots,
    commission_minor,
    net_revenue_minor,
from {{ ref('mart_program_days') }}

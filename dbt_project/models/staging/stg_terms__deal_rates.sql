select
    program_id,
    deal_id,
    component_id,
    valid_from,
    row_no,
    product,
    country,
    campaign,
    account_type,
    symbol,
    symbol_group,
    specificity,
    rate,
    rate_unit
from {{ source('terms', 'deal_rates') }}

select
    rate_set,
    rate_on,
    currency_code,
    units_per_eur,
    source,
    recorded_at,
    file_id,
    file_name,
    file_row
from {{ source('raw', 'fx_rates') }}

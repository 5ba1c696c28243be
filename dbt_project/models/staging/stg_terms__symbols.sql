select
    program_id,
    symbol,
    symbol_group,
    tick_size,
    contract_size,
    quote_currency_code
from {{ source('terms', 'symbols') }}

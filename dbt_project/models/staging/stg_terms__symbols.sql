select
    program_id,
    symbol,
    symbol_group
from {{ source('terms', 'symbols') }}

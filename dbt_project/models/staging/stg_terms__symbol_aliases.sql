select
    program_id,
    native_symbol,
    symbol,
    is_suffix
from {{ source('terms', 'symbol_aliases') }}

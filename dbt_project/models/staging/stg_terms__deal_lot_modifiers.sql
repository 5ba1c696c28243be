select
    program_id,
    deal_id,
    component_id,
    valid_from,
    row_no,
    symbol,
    symbol_group,
    modifier
from {{ source('terms', 'deal_lot_modifiers') }}

select distinct
    program_id,
    profile_key,
    is_demo,
    account_type,
    symbol,
    symbol_group,
    profile_country as country,
    profile_campaign as campaign
from {{ ref('int_trades__attributed') }}

select
    program_id,
    feed,
    promised_within_hours,
    last_event_at,
    last_file_at
from {{ source('raw', 'feed_status') }}

select
    record.program_id,
    record.record_key,
    record.version_no,
    record.recorded_at,
    record.first_recorded_at,
    record.source,
    record.file_id,
    record.file_name,
    record.file_row,
    record.click_id,
    record.occurred_at,
    {{ local_date('record.occurred_at', 'program.time_zone') }} as event_on,
    record.link_code,
    record.sub1,
    record.sub2,
    record.sub3,
    record.sub4,
    record.sub5,
    record.landing_url,
    record.referrer_host,
    record.country,
    record.device,
    record.ip_hash,
    record.user_agent_class,
    record.device_hash,
    record.network_class,
    record.verdict
from {{ source('raw', 'clicks') }} as record
inner join {{ source('raw', 'portal_programs') }} as program
    on record.program_id = program.program_id
where record.is_current and not record.is_removed

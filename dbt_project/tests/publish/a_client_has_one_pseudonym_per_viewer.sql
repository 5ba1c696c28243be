-- No pseudonym of an upline is the one that the direct partner sees, and none is an id.
with
lines as (
    select * from {{ ref('pub_portal__lines') }}
),

leaked as (
    select lines.program_id, lines.line_id, lines.client_ref
    from {{ ref('com_lines') }} as source_lines
    inner join lines
        on source_lines.program_id = lines.program_id and source_lines.line_id = lines.line_id
    where
        lines.client_ref = source_lines.client_id
        or lines.event_record_key = source_lines.event_record_key
)

select program_id, line_id, client_ref from leaked

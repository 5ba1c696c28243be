{#- Earlier versions are wanted too: it reads the records, not their staging. -#}
with
conversions as (
    select * from {{ source('raw', 'conversions') }}
),

trades as (
    select * from {{ source('raw', 'trades') }}
),

lines as (
    select * from {{ ref('com_lines') }}
),

amended as (
    select program_id, record_key from conversions where version_no > 1
    union
    select program_id, record_key from trades where version_no > 1
),

versions as (
    select
        program_id,
        record_key,
        version_no,
        recorded_at,
        cast(quantity as decimal(18,6)) as quantity,
        cast(amount as {{ exact_type() }}) as base_amount,
        is_removed,
        file_name,
        file_row,
    from conversions
    union all
    select
        program_id,
        record_key,
        version_no,
        recorded_at,
        cast(lots as decimal(18,6)) as quantity,
        cast(null as {{ exact_type() }}) as base_amount,
        is_removed,
        file_name,
        file_row,
    from trades
),

final as (
    select
        lines.program_id,
        lines.partner_id,
        lines.period_id,
        lines.line_id,
        versions.version_no,
        versions.recorded_at,
        versions.quantity,
        versions.base_amount,
        cast(null as {{ exact_type() }}) as exact_amount,
        {{ direct_only('versions.file_name', 'lines.level') }} as file_name,
        {{ direct_only('versions.file_row', 'lines.level') }} as file_row,
        case
            when versions.is_removed then 'event_removed'
            when versions.version_no = 1 then 'first_seen'
            else 'event_amended'
        end as change_code,
    from lines
    inner join amended
        on
            lines.program_id = amended.program_id
            and lines.event_record_key = amended.record_key
    inner join versions
        on
            amended.program_id = versions.program_id
            and amended.record_key = versions.record_key
)

select * from final

with
facts as (
    select * from {{ ref('com_line_facts') }}
),

lines as (
    select * from {{ ref('com_lines') }}
),

named as (
    select
        facts.*,
        lines.partner_id,
        lines.level,
        coalesce(facts.section = 'client', false) as is_client,
        coalesce(facts.ref like '%:%', false) as is_record,
    from facts
    inner join lines
        on facts.program_id = lines.program_id and facts.line_id = lines.line_id
),

final as (
    select
        program_id,
        partner_id,
        period_id,
        line_id,
        section,
        position,
        code,
        case
            when is_client then {{ client_ref('partner_id', 'subject', 'level') }}
            else {{ direct_only('subject', 'level') }}
        end as subject,
        asked,
        found,
        verdict,
        amount,
        quantity,
        rate,
        unit,
        on_date,
        case when is_record then {{ event_ref('partner_id', 'ref') }} else ref end as ref,
        {{ direct_only('file_name', 'level') }} as file_name,
        {{ direct_only('file_row', 'level') }} as file_row,
    from named
)

select * from final

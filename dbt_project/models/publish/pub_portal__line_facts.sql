with
facts as (
    select * from {{ ref('com_line_facts') }}
),

lines as (
    select * from {{ ref('com_lines') }}
),

-- A subject may be a client in any section (an account of one client carries, recoups …): it is
-- told by the clients that are known, not by the section's name.
clients as (
    select program_id, client_id from {{ ref('int_attributions__resolved') }}
    union
    select program_id, client_id from {{ ref('stg_raw__activity') }}
    union
    select program_id, client_id from {{ ref('com_lines') }} where client_id is not null
),

named as (
    select
        facts.*,
        lines.partner_id,
        lines.level,
        case
            when facts.section = 'client' or clients.client_id is not null then 'client'
            when facts.section = 'account' and facts.code = 'record' then 'record'
            when facts.subject like '%:%' then 'record'  -- an account of one row of activity
            else 'other'
        end as subject_kind,
        coalesce(facts.ref like '%:%', false) as is_record,
    from facts
    inner join lines
        on facts.program_id = lines.program_id and facts.line_id = lines.line_id
    left join clients
        on facts.program_id = clients.program_id and facts.subject = clients.client_id
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
            when subject_kind = 'client' then {{ client_ref('partner_id', 'subject', 'level') }}
            when subject_kind = 'record' then {{ event_ref('partner_id', 'subject') }}
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

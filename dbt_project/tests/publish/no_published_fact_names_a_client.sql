-- No fact that readers get has a client's id or an event's record key as its subject.
with
facts as (
    select * from {{ ref('pub_portal__line_facts') }}
),

source_facts as (
    select * from {{ ref('com_line_facts') }}
),

clients as (
    select program_id, client_id from {{ ref('int_attributions__resolved') }}
    union
    select program_id, client_id from {{ ref('stg_raw__activity') }}
)

select facts.program_id, facts.line_id, facts.section, facts.position
from facts
inner join clients
    on facts.program_id = clients.program_id and facts.subject = clients.client_id
union all
select facts.program_id, facts.line_id, facts.section, facts.position
from facts
inner join source_facts
    on
        facts.program_id = source_facts.program_id
        and facts.line_id = source_facts.line_id
        and facts.section = source_facts.section
        and facts.position = source_facts.position
where facts.ref = source_facts.ref and facts.ref like '%:%'

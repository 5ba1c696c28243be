-- A program takes chargebacks from records or from activity, never both: one that came twice would
-- be taken off twice (RULINGS, CPA, sales, actions). Stop one of the two feeds, or leave its
-- chargebacks out in its mapping.
with

of_records as (
    select program_id, min(file_name) as file_name, min(event_on) as since
    from {{ ref('stg_raw__conversions') }}
    where conversion_type = 'chargeback'
    group by program_id
),

of_activity as (
    select program_id, min(file_name) as file_name, min(activity_on) as since
    from {{ ref('stg_raw__activity') }}
    where chargebacks <> 0
    group by program_id
)

select
    of_records.program_id,
    of_records.file_name as record_file_name,
    of_records.since as records_since,
    of_activity.file_name as activity_file_name,
    of_activity.since as activity_since
from of_records
inner join of_activity on of_records.program_id = of_activity.program_id

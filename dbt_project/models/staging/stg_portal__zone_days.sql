{{ config(materialized='table') }}

{#-
    Which day of a program's zone a moment of a UTC day falls on: the first one until `turns_at`,
    the last one from then on. A zone is looked up by its name, which costs more than all else, so
    it is asked once a day and not in each row. A day whose zone skips or repeats midnight has no
    row: there each moment asks for itself.
-#}
with recursive

spans as (
    select
        program_id,
        {{ add_days('starts_on', -1) }} as day,
        {{ add_days('ends_on', 1) }} as last_on
    from {{ source('raw', 'portal_periods') }}
    union all
    select program_id, {{ add_days('day', 1) }} as day, last_on
    from spans
    where day < last_on
),

days as (
    select distinct spans.program_id, program.time_zone, spans.day
    from spans
    inner join {{ source('raw', 'portal_programs') }} as program
        on spans.program_id = program.program_id
),

placed as (
    select
        program_id,
        time_zone,
        day,
        {{ local_date('cast(day as timestamp)', 'time_zone') }} as first_day,
        {{ local_date(
            "cast(day as timestamp) + interval '23 hours 59 minutes 59.999999 seconds'",
            'time_zone'
        ) }} as last_day
    from days
),

turned as (
    select *, {{ local_day_start('last_day', 'time_zone') }} as turns_at
    from placed
),

final as (
    select
        program_id,
        day,
        first_day,
        last_day,
        turns_at
    from turned
    where first_day = last_day
        or (
            last_day = {{ add_days('first_day', 1) }}
            and {{ local_date('turns_at', 'time_zone') }} = last_day
            and {{ local_date("turns_at - interval '1 microsecond'", 'time_zone') }} = first_day
        )
)

select * from final

with
feeds as (
    select * from {{ ref('stg_raw__feed_status') }}
),

-- The promise is about files; a feed that never sent one has nothing to be late with.
measured as (
    select
        program_id,
        feed,
        last_event_at,
        last_file_at,
        promised_within_hours,
        {{ seconds_between('last_file_at', as_of()) }} - promised_within_hours * 3600
            as seconds_late,
    from feeds
),

final as (
    select
        program_id,
        feed,
        last_event_at,
        last_file_at,
        promised_within_hours,
        coalesce(seconds_late > 0, false) as is_late,
        cast(
            case
                when seconds_late > 0
                    then {{ round_half_away(divide_12('seconds_late', '3600'), 1) }}
                else 0
            end as decimal(9,1)
        ) as late_by_hours,
    from measured
)

select * from final

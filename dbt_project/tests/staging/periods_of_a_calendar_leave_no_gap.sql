{#- Periods of a calendar follow one another day by day, numbered in order. -#}
select program_id, calendar_id, period_id
from {{ ref('stg_portal__periods') }}
qualify coalesce(
    {{ add_days('lag(ends_on) over (
        partition by program_id, calendar_id order by period_no
    )', 1) }},
    starts_on
) <> starts_on

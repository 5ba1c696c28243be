{#- Periods that have begun, by the clock or by a fact: nothing is computed of later ones. -#}
with

periods as (
    select program_id, calendar_id, period_id, period_no, starts_on, ends_on
    from {{ ref('stg_portal__periods') }}
),

-- Facts up to the moment of the build begin no period that the clock has not
last_facts as (
    select program_id, max(event_on) as event_on
    from {{ ref('int_client_days__summed') }}
    where event_on > cast({{ as_of() }} as date)
    group by program_id
),

final as (
    select
        periods.program_id,
        periods.calendar_id,
        periods.period_id,
        periods.period_no,
        periods.starts_on,
        periods.ends_on
    from periods
    left join last_facts on periods.program_id = last_facts.program_id
    where periods.starts_on
        <= greatest(
            cast({{ as_of() }} as date), coalesce(last_facts.event_on, date '1900-01-01')
        )
)

select * from final

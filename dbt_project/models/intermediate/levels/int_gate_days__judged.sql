{#- The same by day: whether what happens on a day is locked, and the day that releases it. -#}
with

final as (
    select
        gates.program_id,
        gates.deal_id,
        gates.component_id,
        gates.terms_from,
        days.day,
        gates.is_open,
        gates.released_on
    from {{ ref('int_gates__judged') }} as gates
    inner join {{ ref('stg_terms__deal_components') }} as terms
        on {{ same_component('gates', 'terms', 'terms_from') }}
    inner join {{ ref('int_periods__daily') }} as days
        on gates.program_id = days.program_id
        and terms.calendar_id = days.calendar_id
        and gates.period_id = days.period_id
)

select * from final

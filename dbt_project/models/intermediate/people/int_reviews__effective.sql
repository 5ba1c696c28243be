with

reviews as (
    select program_id, target_kind, target_id, state, effective_on
    from {{ ref('stg_portal__reviews') }}
    where state in ('held', 'rejected')
),

-- Several reviews of one target: the earliest day of each state
final as (
    select
        program_id,
        target_kind,
        target_id,
        min(case when state = 'rejected' then coalesce(effective_on, date '1900-01-01') end)
            as rejected_from,
        min(case when state = 'held' then coalesce(effective_on, date '1900-01-01') end)
            as held_from
    from reviews
    group by program_id, target_kind, target_id
)

select * from final

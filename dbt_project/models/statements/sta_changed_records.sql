{#- Every version is needed here, removals too: so it reads the records, not their staging. -#}
with
periods as (
    select * from {{ ref('sta_periods') }}
),

programs as (
    select * from {{ ref('stg_portal__programs') }}
),

conversions as (
    select * from {{ source('raw', 'conversions') }}
),

activity as (
    select * from {{ source('raw', 'activity') }}
),

trades as (
    select * from {{ source('raw', 'trades') }}
),

accounts as (
    select * from {{ ref('stg_raw__accounts') }}
),

first_closes as (
    select program_id, min(closed_at) as first_closed_at
    from periods
    where is_closed
    group by program_id
),

records as (
    select
        conversions.program_id,
        conversions.record_key,
        conversions.client_id,
        {{ local_date('conversions.occurred_at', 'programs.time_zone') }} as event_on,
        conversions.conversion_type as fact_type,
        conversions.refunds as refunded_event_id,
        conversions.is_removed,
        conversions.first_recorded_at,
        conversions.recorded_at as changed_at,
    from conversions
    inner join programs on conversions.program_id = programs.program_id
    where conversions.is_current
    union all
    select
        program_id,
        record_key,
        client_id,
        activity_on,
        'activity' as fact_type,
        null as refunded_event_id,
        is_removed,
        first_recorded_at,
        recorded_at,
    from activity
    where is_current
    union all
    select
        trades.program_id,
        trades.record_key,
        coalesce(trades.client_id, accounts.client_id) as client_id,
        {{ local_date('trades.closed_at', 'programs.time_zone') }} as event_on,
        'trade' as fact_type,
        null as refunded_event_id,
        trades.is_removed,
        trades.first_recorded_at,
        trades.recorded_at,
    from trades
    inner join programs on trades.program_id = programs.program_id
    left join accounts
        on
            trades.program_id = accounts.program_id
            and trades.account_id = accounts.account_id
            and trades.server = accounts.server
    where trades.is_current
),

final as (
    select
        records.program_id,
        records.record_key,
        records.client_id,
        records.event_on,
        records.fact_type,
        refunded.record_key as refunded_record_key,
        records.is_removed,
        records.first_recorded_at,
        records.changed_at,
    from records
    inner join first_closes on records.program_id = first_closes.program_id
    left join conversions as refunded
        on
            records.program_id = refunded.program_id
            and records.refunded_event_id = refunded.event_id
            and refunded.is_current
    where records.changed_at >= first_closes.first_closed_at
)

select * from final

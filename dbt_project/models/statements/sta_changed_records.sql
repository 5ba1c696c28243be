{#- Over 120 lines: each kind of record with what it waits for. -#}
{#- Every version is needed here, removals too: so it reads the records, not their staging. -#}
with
-- Only what came since the oldest line that differs was seen can have moved one
programs as (
    select
        programs.program_id,
        programs.time_zone,
        min(differing.seen_at) as since
    from {{ ref('stg_portal__programs') }} as programs
    inner join {{ ref('sta_line_differences') }} as differing
        on programs.program_id = differing.program_id
    group by programs.program_id, programs.time_zone
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

clicks as (
    select * from {{ ref('stg_raw__clicks') }}
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
        -- a trade waits for its account: it is as late as what came last
        greatest(
            trades.first_recorded_at, coalesce(accounts.first_recorded_at, trades.first_recorded_at)
        ) as first_recorded_at,
        greatest(trades.recorded_at, coalesce(accounts.recorded_at, trades.recorded_at))
            as recorded_at,
    from trades
    inner join programs on trades.program_id = programs.program_id
    left join accounts
        on
            trades.program_id = accounts.program_id
            and trades.account_id = accounts.account_id
    where trades.is_current
    union all
    -- a registration waits for its click
    select
        clicks.program_id,
        clicks.record_key,
        conversions.client_id,
        clicks.event_on,
        'click' as fact_type,
        null as refunded_event_id,
        false as is_removed,
        clicks.first_recorded_at,
        clicks.recorded_at,
    from clicks
    inner join conversions
        on
            clicks.program_id = conversions.program_id
            and clicks.click_id = conversions.click_id
            and conversions.conversion_type = 'registration'
            and conversions.is_current
),

changed as (
    select records.*
    from records
    inner join programs on records.program_id = programs.program_id
    where records.changed_at >= programs.since
),

-- An earlier version may have stood on another day, and moved other lines there
versions as (
    {% for name, day in [
        ('conversions', local_date('versions.occurred_at', 'programs.time_zone')),
        ('activity', 'versions.activity_on'),
        ('trades', local_date('versions.closed_at', 'programs.time_zone')),
    ] -%}
    select changed.program_id, changed.record_key, {{ day }} as event_on
    from changed
    inner join programs on changed.program_id = programs.program_id
    inner join {{ name }} as versions
        on
            changed.program_id = versions.program_id
            and changed.record_key = versions.record_key
            and not versions.is_current
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

first_days as (
    select program_id, record_key, min(event_on) as event_on
    from versions
    group by program_id, record_key
),

-- What it can move begins with its own day, or with that of what it takes back
final as (
    select
        changed.program_id,
        changed.record_key,
        changed.client_id,
        changed.event_on,
        least(
            changed.event_on,
            coalesce(first_days.event_on, changed.event_on),
            coalesce(
                {{ local_date('refunded.occurred_at', 'programs.time_zone') }}, changed.event_on
            )
        ) as reaches_from,
        changed.fact_type,
        refunded.record_key as refunded_record_key,
        changed.is_removed,
        changed.first_recorded_at,
        changed.changed_at,
    from changed
    inner join programs on changed.program_id = programs.program_id
    left join first_days
        on
            changed.program_id = first_days.program_id
            and changed.record_key = first_days.record_key
    left join conversions as refunded
        on
            changed.program_id = refunded.program_id
            and changed.refunded_event_id = refunded.event_id
            and refunded.is_current
)

select * from final

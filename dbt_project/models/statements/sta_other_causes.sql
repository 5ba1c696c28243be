with
differing as (
    select * from {{ ref('sta_line_differences') }}
),

reviews as (
    select * from {{ ref('stg_portal__reviews') }}
),

plan_versions as (
    select * from {{ ref('stg_terms__plan_versions') }}
),

rates as (
    select * from {{ ref('stg_raw__fx_rates') }}
),

review_causes as (
    select
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        1 as distance,
        'review_rejected' as reason_code,
        cast(null as varchar) as cause_record_key,
        cast(reviews.recorded_at as date) as cause_on,
        reviews.recorded_at as changed_at,
        differing.seen_at,
    from differing
    inner join reviews
        on
            differing.program_id = reviews.program_id
            and differing.seen_at <= reviews.recorded_at
            and reviews.target_id = case reviews.target_kind
                when 'client' then differing.client_id
                when 'record' then differing.event_record_key
                when 'line' then differing.line_id
            end
    where reviews.state = 'rejected'
),

rule_causes as (
    select
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        2 as distance,
        'rule_corrected' as reason_code,
        cast(null as varchar) as cause_record_key,
        plan_versions.recorded_on as cause_on,
        cast(plan_versions.recorded_on as timestamp) as changed_at,
        differing.seen_at,
    from differing
    inner join plan_versions
        on
            differing.program_id = plan_versions.program_id
            and differing.plan_id = plan_versions.plan_id
            and differing.plan_version_no = plan_versions.version_no
    where
        differing.plan_version_no <> differing.booked_plan_version_no
        or plan_versions.recorded_on >= cast(differing.seen_at as date)
),

rate_causes as (
    select distinct
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        2 as distance,
        'rate_late' as reason_code,
        cast(null as varchar) as cause_record_key,
        rates.rate_on as cause_on,
        rates.recorded_at as changed_at,
        differing.seen_at,
    from differing
    inner join rates
        on differing.fx_on = rates.rate_on and differing.seen_at <= rates.recorded_at
),

final as (
    select * from review_causes
    union all
    select * from rule_causes
    union all
    select * from rate_causes
)

select
    program_id,
    calendar_id,
    origin_period_id,
    line_id,
    distance,
    cast(reason_code as varchar) as reason_code,
    cause_record_key,
    cause_on,
    changed_at,
    seen_at,
from final

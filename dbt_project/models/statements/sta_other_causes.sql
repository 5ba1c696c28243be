{#- Over 120 lines: each kind of cause beside the records, nearest first by its distance. -#}
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

programs as (
    select program_id, rate_set, time_zone from {{ ref('stg_portal__programs') }}
),

rates as (
    select * from {{ ref('stg_raw__fx_rates') }}
),

chains as (
    select * from {{ ref('int_partner_chains__dated') }}
),

attributions as (
    select * from {{ ref('stg_raw__attributions') }}
),

-- Whom a rejected client or record belonged to: its partner's other lines name neither
rejected as (
    select
        reviews.program_id,
        reviews.recorded_at,
        resolved.partner_id,
        greatest(resolved.valid_from, coalesce(reviews.effective_on, resolved.valid_from))
            as since_on,
    from reviews
    inner join {{ ref('int_attributions__resolved') }} as resolved
        on
            reviews.program_id = resolved.program_id
            and reviews.target_id = resolved.client_id
    where reviews.state = 'rejected' and reviews.target_kind = 'client'
    {% for kind in ['conversions', 'activity', 'trades'] -%}
    union all
    select reviews.program_id, reviews.recorded_at, records.chain_partner_id, records.event_on
    from reviews
    inner join {{ ref('int_' ~ kind ~ '__attributed') }} as records
        on
            reviews.program_id = records.program_id
            and reviews.target_id = records.record_key
    where reviews.state = 'rejected' and reviews.target_kind = 'record'
    {% endfor %}
),

-- Who belongs to whom, and on which deal: each change with the day on which it was recorded
people as (
    select program_id, recorded_at from attributions
    union
    select program_id, recorded_at from {{ ref('stg_portal__relations') }}
    union
    select program_id, recorded_at from {{ ref('stg_portal__deals') }}
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

period_review_causes as (
    select distinct
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        4 as distance,
        'review_rejected' as reason_code,
        cast(null as varchar) as cause_record_key,
        cast(rejected.recorded_at as date) as cause_on,
        rejected.recorded_at as changed_at,
        differing.seen_at,
    from differing
    inner join chains
        on
            differing.program_id = chains.program_id
            and differing.partner_id = chains.ancestor_id
            and differing.reach_on between chains.valid_from and chains.valid_to
    inner join rejected
        on
            chains.program_id = rejected.program_id
            and chains.partner_id = rejected.partner_id
            and differing.seen_at <= rejected.recorded_at
            and rejected.since_on <= differing.reach_on
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

-- A rule of an earlier period or of a partner below: what is carried, or earned above, moves
reaching_rule_causes as (
    select distinct
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        4 as distance,
        'rule_corrected' as reason_code,
        cast(null as varchar) as cause_record_key,
        plan_versions.recorded_on as cause_on,
        cast(plan_versions.recorded_on as timestamp) as changed_at,
        differing.seen_at,
    from differing
    inner join chains
        on
            differing.program_id = chains.program_id
            and differing.partner_id = chains.ancestor_id
            and differing.reach_on between chains.valid_from and chains.valid_to
    inner join {{ ref('stg_terms__deal_versions') }} as deals
        on chains.program_id = deals.program_id and chains.partner_id = deals.partner_id
    inner join plan_versions
        on
            deals.program_id = plan_versions.program_id
            and deals.plan_id = plan_versions.plan_id
            and cast(differing.seen_at as date) <= plan_versions.recorded_on
            and plan_versions.valid_from <= differing.reach_on
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

-- A line of a whole period has many rates
period_rate_causes as (
    select
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        5 as distance,
        'rate_late' as reason_code,
        cast(null as varchar) as cause_record_key,
        max(rates.rate_on) as cause_on,
        max(rates.recorded_at) as changed_at,
        differing.seen_at,
    from differing
    inner join programs on differing.program_id = programs.program_id
    inner join rates
        on
            programs.rate_set = rates.rate_set
            and differing.seen_at <= rates.recorded_at
            and rates.rate_on < differing.reach_on
    where differing.fx_on is null and differing.client_id is null
    group by
        differing.program_id, differing.calendar_id, differing.origin_period_id,
        differing.line_id, differing.seen_at
),

-- A line that came or went while its own event stood still: its client moved
move_causes as (
    select
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        2 as distance,
        'attribution_changed' as reason_code,
        attributions.record_key as cause_record_key,
        {{ local_date('attributions.recorded_at', 'programs.time_zone') }} as cause_on,
        attributions.recorded_at as changed_at,
        differing.seen_at,
    from differing
    inner join programs on differing.program_id = programs.program_id
    inner join attributions
        on
            differing.program_id = attributions.program_id
            and differing.client_id = attributions.client_id
            and differing.seen_at <= attributions.recorded_at
            and attributions.valid_from <= differing.reach_on
    where not (differing.is_present and differing.is_booked)
),

people_causes as (
    select
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        6 as distance,
        'attribution_changed' as reason_code,
        cast(null as varchar) as cause_record_key,
        max({{ local_date('people.recorded_at', 'programs.time_zone') }}) as cause_on,
        max(people.recorded_at) as changed_at,
        differing.seen_at,
    from differing
    inner join programs on differing.program_id = programs.program_id
    inner join people
        on
            differing.program_id = people.program_id
            and differing.seen_at <= people.recorded_at
    group by
        differing.program_id, differing.calendar_id, differing.origin_period_id,
        differing.line_id, differing.seen_at
),

final as (
    {% for name in [
        'review', 'period_review', 'rule', 'reaching_rule', 'rate', 'period_rate', 'move', 'people'
    ] -%}
    select * from {{ name }}_causes
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
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

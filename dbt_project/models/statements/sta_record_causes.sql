with
differing as (
    select * from {{ ref('sta_line_differences') }}
),

changed as (
    select * from {{ ref('sta_changed_records') }}
),

attributed as (
    select * from {{ ref('int_attributions__resolved') }}
),

record_causes as (
    select
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        case
            when changed.record_key = differing.event_record_key then 1
            when changed.refunded_record_key = differing.event_record_key then 1
            when changed.client_id = differing.client_id then 3
            else 4
        end as distance,
        case
            when changed.fact_type in ('chargeback', 'refund') then changed.fact_type
            when changed.is_removed then 'event_removed'
            when changed.first_recorded_at >= differing.seen_at then 'late_event'
            else 'event_amended'
        end as reason_code,
        changed.record_key as cause_record_key,
        changed.event_on as cause_on,
        changed.changed_at,
        differing.seen_at,
    from differing
    inner join changed
        on
            differing.program_id = changed.program_id
            and differing.seen_at <= changed.changed_at
            and differing.event_on >= changed.event_on
    left join attributed
        on
            changed.program_id = attributed.program_id
            and changed.client_id = attributed.client_id
            and differing.direct_partner_id = attributed.partner_id
            and changed.event_on between attributed.valid_from and attributed.valid_to
    where
        changed.record_key = differing.event_record_key
        or changed.client_id = differing.client_id
        or attributed.client_id is not null
),

refund_causes as (
    select
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        1 as distance,
        changed.fact_type as reason_code,
        changed.record_key as cause_record_key,
        changed.event_on as cause_on,
        changed.changed_at,
        differing.seen_at,
    from differing
    inner join changed
        on
            differing.program_id = changed.program_id
            and differing.event_record_key = changed.refunded_record_key
            and differing.seen_at <= changed.changed_at
    where changed.fact_type in ('chargeback', 'refund')
),

final as (
    select * from record_causes
    union all
    select * from refund_causes
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

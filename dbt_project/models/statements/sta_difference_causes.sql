{#-
    Which change moved a line. Nearest evidence first: the line's own record, then what it reads
    itself (terms, reviews, rates), then its client's other records, then its partner's. Within
    one distance the order is that of the list of reasons (COMMISSIONS, Differences; RULINGS).
    What happened in the very moment of the last close counts after what came later.
    Of each reason the nearest is kept: a difference that is booked in parts has one for each.
-#}
with
record_causes as (
    select * from {{ ref('sta_record_causes') }}
),

other_causes as (
    select * from {{ ref('sta_other_causes') }}
),

causes as (
    select * from record_causes
    union all
    select * from other_causes
),

ranked as (
    select
        *,
        row_number() over (
            partition by program_id, calendar_id, origin_period_id, line_id
            order by
                case when changed_at = seen_at then 1 else 0 end,
                distance,
                case reason_code
                    when 'late_event' then 1
                    when 'event_amended' then 2
                    when 'event_removed' then 3
                    when 'chargeback' then 4
                    when 'refund' then 5
                    when 'rule_corrected' then 6
                    when 'attribution_changed' then 7
                    when 'rate_late' then 8
                    else 9
                end,
                cause_on,
                cause_record_key nulls last
        ) as cause_no,
    from causes
),

final as (
    select
        *,
        row_number() over (
            partition by program_id, calendar_id, origin_period_id, line_id, reason_code
            order by cause_no
        ) as cause_no_of_reason,
    from ranked
)

select
    program_id,
    calendar_id,
    origin_period_id,
    line_id,
    distance,
    reason_code,
    cause_record_key,
    cause_on,
    changed_at,
    cause_no = 1 as is_nearest,
from final
where cause_no_of_reason = 1

{#- Over 120 lines: the ways in which a record reaches a line, side by side.
    One join per way in which a record can reach a line. Each is an equality, so that a difference
    meets the records of its own event or client, and not all that ever changed.
-#}
{%- set ways = [
    ('own_causes', 1, 'differing.event_record_key = changed.record_key'),
    ('refund_causes', 1, 'differing.event_record_key = changed.refunded_record_key'),
    ('client_causes', 3, 'differing.client_id = changed.client_id'),
] -%}
with
differing as (
    select * from {{ ref('sta_line_differences') }}
),

changed as (
    select
        *,
        case
            when fact_type in ('chargeback', 'refund') then fact_type
            when is_removed then 'event_removed'
        end as plain_reason,
    from {{ ref('sta_changed_records') }}
),

attributed as (
    select * from {{ ref('int_attributions__resolved') }}
),

{% for name, distance, condition in ways -%}
{{ name }} as (
    select
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        {{ distance }} as distance,
        coalesce(
            changed.plain_reason,
            case
                when changed.first_recorded_at >= differing.seen_at then 'late_event'
                else 'event_amended'
            end
        ) as reason_code,
        changed.record_key as cause_record_key,
        changed.event_on as cause_on,
        changed.changed_at,
        differing.seen_at,
    from differing
    inner join changed
        on
            differing.program_id = changed.program_id
            and {{ condition }}
    where
        differing.seen_at <= changed.changed_at
        {% if name == 'refund_causes' -%}
        and changed.fact_type in ('chargeback', 'refund')
        {%- else -%}
        and differing.event_on >= changed.event_on
        {%- endif %}
),

{% endfor -%}
nearer as (
    select * from own_causes
    union all
    select * from refund_causes
    union all
    select * from client_causes
),

explained as (
    select distinct program_id, calendar_id, origin_period_id, line_id
    from nearer
),

-- Last, for lines that nothing nearer explains: any record of the partner's clients
partner_causes as (
    select
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        4 as distance,
        coalesce(
            changed.plain_reason,
            case
                when changed.first_recorded_at >= differing.seen_at then 'late_event'
                else 'event_amended'
            end
        ) as reason_code,
        changed.record_key as cause_record_key,
        changed.event_on as cause_on,
        changed.changed_at,
        differing.seen_at,
    from differing
    left join explained
        on
            differing.program_id = explained.program_id
            and differing.calendar_id = explained.calendar_id
            and differing.origin_period_id = explained.origin_period_id
            and differing.line_id = explained.line_id
    inner join attributed
        on
            differing.program_id = attributed.program_id
            and differing.direct_partner_id = attributed.partner_id
    inner join changed
        on
            attributed.program_id = changed.program_id
            and attributed.client_id = changed.client_id
            and changed.event_on between attributed.valid_from and attributed.valid_to
    where
        explained.line_id is null
        and differing.seen_at <= changed.changed_at
        and differing.event_on >= changed.event_on
),

final as (
    select * from nearer
    union all
    select * from partner_causes
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

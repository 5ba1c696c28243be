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
        case when is_removed then 'event_removed' end as plain_reason,
        -- one that came after the close has its own name; changed later it is amended like any fact
        case when fact_type in ('chargeback', 'refund') then fact_type else 'late_event' end
            as first_reason,
    from {{ ref('sta_changed_records') }}
),

-- Whom a changed record reaches: its client's partner on its day, and all above
attributed as (
    select program_id, client_id, partner_id, valid_from, valid_to
    from {{ ref('int_attributions__resolved') }}
    union all
    select
        program_id, client_id, partner_id, date '1900-01-01' as valid_from,
        {{ forever() }} as valid_to
    from {{ ref('int_own_clients__listed') }}
),

reached as (
    select distinct
        changed.program_id,
        changed.record_key,
        changed.event_on,
        changed.reaches_from,
        changed.plain_reason,
        changed.first_reason,
        changed.first_recorded_at,
        changed.changed_at,
        chains.ancestor_id as partner_id,
    from changed
    inner join attributed
        on
            changed.program_id = attributed.program_id
            and changed.client_id = attributed.client_id
            and changed.event_on between attributed.valid_from and attributed.valid_to
    inner join {{ ref('int_partner_chains__dated') }} as chains
        on
            attributed.program_id = chains.program_id
            and attributed.partner_id = chains.partner_id
            and changed.event_on between chains.valid_from and chains.valid_to
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
                when changed.first_recorded_at >= differing.seen_at then changed.first_reason
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
        {%- elif name == 'client_causes' -%}
        and differing.reach_on >= changed.reaches_from
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

-- Last, for lines that nothing nearer explains: any record of the partner's clients or of those
-- below it
partner_causes as (
    select
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        4 as distance,
        coalesce(
            reached.plain_reason,
            case
                when reached.first_recorded_at >= differing.seen_at then reached.first_reason
                else 'event_amended'
            end
        ) as reason_code,
        reached.record_key as cause_record_key,
        reached.event_on as cause_on,
        reached.changed_at,
        differing.seen_at,
    from differing
    left join explained
        on
            differing.program_id = explained.program_id
            and differing.calendar_id = explained.calendar_id
            and differing.origin_period_id = explained.origin_period_id
            and differing.line_id = explained.line_id
    inner join reached
        on
            differing.program_id = reached.program_id
            and differing.partner_id = reached.partner_id
    where
        explained.line_id is null
        and differing.seen_at <= reached.changed_at
        and differing.reach_on >= reached.reaches_from
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

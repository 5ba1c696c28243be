{#-
    Lines that are not booked each by its own rounding. Under `rounding: period` a line stays exact
    and the entry is the rounded sum of partner x deal x component x period; a line that keeps more
    digits than its currency (`digits: 4`) is rounded to them, and whole minor units are booked.
    Each line carries the step that its amount adds to the rounded running sum, so the lines add up
    to the rounded sum. Locked lines, which wait, have a sum of their own; a rejected one adds 0.
-#}
{%- set types = ['per_lot', 'events', 'override', 'rebate', 'periods'] -%}

with

lines as (
    {% for type in types -%}
    select
        lines.program_id, lines.partner_id, lines.deal_id, lines.component_id, lines.period_id,
        lines.currency_code, lines.line_id, lines.origin_line_id, lines.level, lines.line_kind,
        lines.event_on, lines.occurred_at, lines.event_record_key, lines.rounding,
        lines.reason_code, lines.exact_amount, lines.digits as line_digits, currencies.digits
    from {{ ref('com_lines__' ~ type) }} as lines
    inner join {{ ref('currencies') }} as currencies
        on lines.currency_code = currencies.currency_code
    where lines.rounding = 'period'
        {%- if type != 'per_lot' %} or lines.digits > currencies.digits{% endif %}
    {% if not loop.last %}union all{% endif %}
    {% endfor -%}
),

rejected as (
    select program_id, target_id
    from {{ ref('int_reviews__effective') }}
    where target_kind = 'line' and rejected_from is not null
),

added as (
    select
        lines.*,
        coalesce(lines.reason_code = 'gate_not_met', false) as is_locked,
        case
            when line_review.target_id is not null or origin_review.target_id is not null then 0
            when lines.rounding = 'period' then lines.exact_amount
            else {{ of_minor(to_minor('lines.exact_amount', 'lines.line_digits'),
                             'lines.line_digits') }}
        end as line_amount
    from lines
    left join rejected as line_review
        on lines.program_id = line_review.program_id
        and lines.line_id = line_review.target_id
    left join rejected as origin_review
        on lines.program_id = origin_review.program_id
        and lines.origin_line_id = origin_review.target_id
),

summed as (
    select
        *,
        sum(line_amount) over (
            partition by
                program_id, partner_id, deal_id, {{ plan_component_id('component_id') }},
                period_id, currency_code, is_locked
            order by
                event_on, occurred_at nulls last, event_record_key nulls last, level, line_kind,
                line_id
            rows between unbounded preceding and current row
        ) as running_amount
    from added
),

final as (
    select
        program_id,
        line_id,
        cast(
            {{ to_minor('running_amount', 'digits') }}
            - {{ to_minor('running_amount - line_amount', 'digits') }} as bigint
        ) as amount_minor
    from summed
)

select * from final

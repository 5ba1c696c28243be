{#-
    A client under review holds its part of a period's line: what the line would lose without the
    client's base, never more than the line. Where the line has one rate it is base x rate, else the
    client's share of all positive bases.
-#}
with
lines as (
    select * from {{ ref('com_lines') }} where client_id is null and level = 0
),

bases as (
    select program_id, line_id, subject as client_id, sum(amount) as base_amount
    from {{ ref('com_line_facts') }}
    where section = 'client' and code = 'base'
    group by program_id, line_id, subject
),

totals as (
    select program_id, line_id, sum(base_amount) as base_amount
    from bases
    where base_amount > 0
    group by program_id, line_id
),

reviews as (
    select * from {{ ref('stg_portal__reviews') }}
    where state = 'held' and target_kind = 'client'
),

currencies as (
    select * from {{ ref('currencies') }}
),

clients as (
    select
        program_id,
        target_id as client_id,
        min(review_id) as review_id,
        min(signal_code) as signal_code,
        min(decide_by) as decide_by,
        min(coalesce(effective_on, date '0001-01-01')) as effective_on,
    from reviews
    group by program_id, target_id
),

parts as (
    select
        lines.program_id,
        lines.line_id,
        lines.exact_amount as line_amount,
        lines.currency_code,
        clients.review_id,
        clients.signal_code,
        clients.decide_by,
        case
            when lines.rate is not null then {{ exact('bases.base_amount * lines.rate') }}
            else
                {{ times_ratio_12(
                    'lines.exact_amount', 'bases.base_amount', 'totals.base_amount'
                ) }}
        end as part_amount,
    from lines
    inner join bases
        on lines.program_id = bases.program_id and lines.line_id = bases.line_id
    inner join totals
        on lines.program_id = totals.program_id and lines.line_id = totals.line_id
    inner join clients
        on
            bases.program_id = clients.program_id
            and bases.client_id = clients.client_id
            and lines.event_on >= clients.effective_on
    where bases.base_amount > 0 and lines.exact_amount > 0
),

summed as (
    select
        program_id,
        line_id,
        currency_code,
        min(review_id) as review_id,
        min(signal_code) as signal_code,
        min(decide_by) as decide_by,
        least(sum(part_amount), max(line_amount)) as held_amount,
    from parts
    group by program_id, line_id, currency_code
),

final as (
    select
        summed.program_id,
        summed.line_id,
        summed.review_id,
        summed.signal_code,
        summed.decide_by,
        {{ to_minor('summed.held_amount', 'currencies.digits') }} as held_minor,
    from summed
    inner join currencies on summed.currency_code = currencies.currency_code
)

select * from final

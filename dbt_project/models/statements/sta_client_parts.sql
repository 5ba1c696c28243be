{{ config(materialized='view') }}
{#-
    What of a booked line that names no client is a client's own, and would be held while the client
    is under review. Of a period's line it is what the line would lose without the client's base,
    never more than the line: base x rate where the line has one rate, else the client's share of
    all positive bases. What levels above have from such a line, and what releases it, is held in
    the same proportion. A rounded sum (`rounding: period`) holds the client's own lines.
-#}
with recursive
lines as (
    select
        lines.program_id,
        lines.line_id,
        lines.origin_line_id,
        lines.client_id,
        lines.level,
        lines.event_on,
        lines.fact_on,
        lines.rate,
        lines.exact_amount,
        lines.currency_code,
        case lines.rounding when 'period' then {{ rounded_line_id('lines') }} else lines.line_id
        end as booked_line_id,
    from {{ ref('com_lines') }} as lines
    where lines.exact_amount > 0 and (lines.client_id is null or lines.rounding = 'period')
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

own as (
    select
        lines.program_id,
        lines.line_id,
        lines.booked_line_id,
        bases.client_id,
        lines.event_on,
        lines.currency_code,
        lines.exact_amount,
        least(
            case
                when lines.rate is not null then {{ exact('bases.base_amount * lines.rate') }}
                else
                    {{ times_part_12(
                        'lines.exact_amount', 'bases.base_amount', 'totals.base_amount'
                    ) }}
            end,
            lines.exact_amount
        ) as part_amount,
    from lines
    inner join bases
        on lines.program_id = bases.program_id and lines.line_id = bases.line_id
    inner join totals
        on lines.program_id = totals.program_id and lines.line_id = totals.line_id
    where
        lines.client_id is null
        and bases.base_amount > 0
        and (lines.level = 0 or lines.origin_line_id is null)
),

-- From line to line above, as far as one is computed from another
walked as (
    select
        program_id, line_id, booked_line_id, client_id, event_on, currency_code, exact_amount,
        part_amount,
    from own
    union all
    select
        lines.program_id,
        lines.line_id,
        lines.booked_line_id,
        walked.client_id,
        lines.fact_on as event_on,
        lines.currency_code,
        lines.exact_amount,
        {{ times_part_12('lines.exact_amount', 'walked.part_amount', 'walked.exact_amount') }}
            as part_amount,
    from walked
    inner join lines
        on
            walked.program_id = lines.program_id
            and walked.line_id = lines.origin_line_id
            and lines.client_id is null
),

parts as (
    select program_id, booked_line_id, client_id, event_on, currency_code, part_amount from walked
    union all
    select
        program_id, booked_line_id, client_id, fact_on as event_on, currency_code, exact_amount
    from lines
    where client_id is not null
),

final as (
    select
        program_id,
        booked_line_id as line_id,
        client_id,
        event_on,
        currency_code,
        cast(sum(part_amount) as {{ exact_type() }}) as part_amount,
    from parts
    group by program_id, booked_line_id, client_id, event_on, currency_code
)

select * from final

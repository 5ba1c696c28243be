with
lines as (
    select * from {{ ref('com_lines') }}
),

facts as (
    select * from {{ ref('com_line_facts') }}
),

digits as (
    select * from {{ ref('currencies') }}
),

-- What the accounts of a period line carry on, zero or negative (COMMISSIONS, Carryover).
summed as (
    select
        lines.program_id,
        lines.partner_id,
        lines.calendar_id,
        lines.period_id,
        lines.currency_code,
        sum(facts.amount) as carried_amount,
    from facts
    inner join lines
        on facts.program_id = lines.program_id and facts.line_id = lines.line_id
    where facts.section = 'carry' and facts.code = 'closing'
    group by
        lines.program_id, lines.partner_id, lines.calendar_id, lines.period_id,
        lines.currency_code
),

final as (
    select
        summed.program_id,
        summed.partner_id,
        summed.calendar_id,
        summed.period_id,
        summed.currency_code,
        {{ to_minor('summed.carried_amount', 'digits.digits') }} as carried_minor,
    from summed
    inner join digits on summed.currency_code = digits.currency_code
)

select * from final

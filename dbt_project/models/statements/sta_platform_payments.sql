{#- Over 120 lines: what is due and what was booked of it, side by side. -#}
{#-
    Commission that the trading platform already paid to the direct partner of a trade is taken off
    what is payable, never off the line: converted at the trade's day, at most the sum of the
    partner's booked lines for that trade (COMMISSIONS, Trades; RULINGS, Money and booking). Pending
    is what the next close books: that amount, less what was booked of it before.
-#}
with
lines as (
    select * from {{ ref('com_lines') }}
),

trades as (
    select program_id, record_key, currency_code, event_on, agent_commission_amount
    from {{ ref('stg_raw__trades') }}
    where agent_commission_amount > 0
),

periods as (
    select * from {{ ref('sta_periods') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

-- Booked lines, and those that the close of the open period books
earned as (
    select
        lines.program_id,
        lines.calendar_id,
        lines.partner_id,
        lines.deal_id,
        lines.currency_code,
        lines.event_record_key,
        min(lines.period_id) as origin_period_id,
        min(lines.payable_from) as payable_from,
        min(lines.event_on) as event_on,
        min(lines.client_id) as client_id,
        sum(lines.amount_minor) as lines_minor,
    from lines
    inner join trades
        on lines.program_id = trades.program_id and lines.event_record_key = trades.record_key
    inner join periods
        on
            lines.program_id = periods.program_id
            and lines.calendar_id = periods.calendar_id
            and lines.period_id = periods.period_id
    where
        lines.level = 0
        and lines.partner_id = lines.direct_partner_id
        and lines.state <> 'locked'
        and (periods.is_closed or periods.is_open)
    group by
        lines.program_id, lines.calendar_id, lines.partner_id, lines.deal_id,
        lines.currency_code, lines.event_record_key
),

due as (
    select
        earned.*,
        greatest(
            least(
                earned.lines_minor,
                {{ to_minor(
                    "trades.agent_commission_amount * case
                        when trades.currency_code = earned.currency_code then 1
                        else coalesce(fx.fx_rate, 0)
                    end",
                    "currencies.digits",
                ) }}
            ),
            0
        ) as due_minor,
    from earned
    inner join trades
        on earned.program_id = trades.program_id and earned.event_record_key = trades.record_key
    inner join currencies on earned.currency_code = currencies.currency_code
    left join {{ ref('int_fx_rates__daily') }} as fx
        on
            earned.program_id = fx.program_id
            and trades.event_on = fx.event_on
            and trades.currency_code = fx.source_currency_code
            and earned.currency_code = fx.currency_code
),

both_sides as (
    select
        program_id, calendar_id, partner_id, deal_id, currency_code, event_record_key,
        origin_period_id, payable_from, event_on, client_id, -due_minor as amount_minor,
    from due
    union all
    select
        program_id, calendar_id, partner_id, deal_id, currency_code, event_record_key,
        origin_period_id, payable_from, event_on, client_id, -amount_minor as amount_minor,
    from {{ ref('sta_entries') }}
    where reason_code = 'paid_by_platform'
),

summed as (
    select
        program_id,
        calendar_id,
        partner_id,
        deal_id,
        currency_code,
        event_record_key,
        min(origin_period_id) as origin_period_id,
        min(payable_from) as payable_from,
        min(event_on) as event_on,
        min(client_id) as client_id,
        cast(sum(amount_minor) as bigint) as amount_minor,
    from both_sides
    group by
        program_id, calendar_id, partner_id, deal_id, currency_code, event_record_key
    having sum(amount_minor) <> 0
),

final as (
    select
        summed.*,
        {{ md5_of([
            "'platform'", 'summed.program_id', 'summed.partner_id', 'summed.deal_id',
            'summed.currency_code', 'summed.event_record_key',
        ]) }} as line_id,
        {{ of_minor('summed.amount_minor', 'currencies.digits') }} as exact_amount,
    from summed
    inner join currencies on summed.currency_code = currencies.currency_code
)

select
    program_id,
    calendar_id,
    origin_period_id,
    partner_id,
    deal_id,
    line_id,
    currency_code,
    exact_amount,
    amount_minor,
    payable_from,
    event_on,
    client_id,
    event_record_key,
from final

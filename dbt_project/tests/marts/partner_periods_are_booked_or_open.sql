-- Commission of a closed period is what its statements booked as lines and differences; of the
-- open ones it is their bookable lines and, in the first, the pending differences.
with
periods as (
    select * from {{ ref('sta_periods') }}
),

expected as (
    select
        program_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        lines_minor + differences_minor as commission_minor,
    from {{ ref('sta_statements') }}
    union all
    select program_id, partner_id, calendar_id, period_id, currency_code, amount_minor
    from {{ ref('sta_open_lines') }}
    union all
    select
        pending.program_id,
        pending.partner_id,
        pending.calendar_id,
        periods.period_id,
        pending.currency_code,
        pending.amount_minor,
    from {{ ref('sta_differences') }} as pending
    inner join periods
        on
            pending.program_id = periods.program_id
            and pending.calendar_id = periods.calendar_id
            and periods.is_open
    where not pending.is_waived
)

{{ sums_differ(
    'expected',
    ref('mart_partner_periods'),
    ['program_id', 'partner_id', 'calendar_id', 'period_id', 'currency_code'],
    amount='commission_minor',
) }}

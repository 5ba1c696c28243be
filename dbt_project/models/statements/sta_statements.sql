with
entries as (
    select * from {{ ref('sta_entries') }}
),

periods as (
    select * from {{ ref('sta_periods') }}
),

summed as (
    select
        program_id,
        statement_id,
        partner_id,
        calendar_id,
        period_id,
        currency_code,
        sum(case when entry_kind = 'line' then amount_minor else 0 end) as lines_minor,
        sum(case when entry_kind = 'difference' then amount_minor else 0 end)
            as differences_minor,
        sum(case when entry_kind in ('line', 'difference') then 0 else amount_minor end)
            as adjustments_minor,
        sum(amount_minor) as total_minor,
        sum(case when entry_kind = 'locked' then memo_minor else 0 end) as locked_minor,
        sum(case when entry_kind in ('locked', 'waived') then 0 else 1 end) as entry_count,
        {{ ordered_digest('row_hash', 'entry_no') }} as digest,
    from entries
    group by program_id, statement_id, partner_id, calendar_id, period_id, currency_code
),

final as (
    select
        summed.program_id,
        summed.statement_id,
        summed.partner_id,
        summed.calendar_id,
        summed.period_id,
        summed.currency_code,
        periods.starts_on,
        periods.ends_on,
        periods.closed_at,
        cast(summed.lines_minor as bigint) as lines_minor,
        cast(summed.differences_minor as bigint) as differences_minor,
        cast(summed.adjustments_minor as bigint) as adjustments_minor,
        cast(summed.total_minor as bigint) as total_minor,
        cast(summed.locked_minor as bigint) as locked_minor,
        cast(summed.entry_count as bigint) as entry_count,
        summed.digest,
        lag(summed.digest) over (
            partition by
                summed.program_id, summed.partner_id, summed.calendar_id, summed.currency_code
            order by periods.period_no
        ) as previous_digest,
    from summed
    inner join periods
        on
            summed.program_id = periods.program_id
            and summed.calendar_id = periods.calendar_id
            and summed.period_id = periods.period_id
)

select * from final

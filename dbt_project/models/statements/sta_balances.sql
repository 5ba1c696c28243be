with
open_lines as (
    select * from {{ ref('sta_open_lines') }}
),

lines as (
    select * from {{ ref('sta_bookable_lines') }}
),

differences as (
    select * from {{ ref('sta_differences') }}
),

entries as (
    select * from {{ ref('sta_entries') }}
),

holds as (
    select * from {{ ref('sta_entry_holds') }}
),

-- Once a program: a zone that is looked up in each row costs more than all else
programs as (
    select program_id, {{ local_date(as_of(), 'time_zone') }} as today
    from {{ ref('stg_portal__programs') }}
),

pending as (
    select program_id, partner_id, currency_code, 'pending' as part, amount_minor
    from open_lines
    union all
    select program_id, partner_id, currency_code, 'pending' as part, amount_minor
    from differences
    where not is_waived
    union all
    select program_id, partner_id, currency_code, 'pending' as part, amount_minor
    from {{ ref('sta_platform_payments') }}
),

locked as (
    select
        program_id,
        partner_id,
        currency_code,
        'locked' as part,
        locked_minor - released_minor as amount_minor,
    from lines
),

booked as (
    select
        entries.program_id,
        entries.partner_id,
        entries.currency_code,
        case
            when entries.payable_from > programs.today then 'on_hold'
            else 'cleared'
        end as part,
        entries.amount_minor - coalesce(holds.held_minor, 0) as amount_minor,
        coalesce(holds.held_minor, 0) as held_minor,
    from entries
    inner join programs on entries.program_id = programs.program_id
    left join holds
        on entries.program_id = holds.program_id and entries.entry_id = holds.entry_id
),

parts as (
    select * from pending
    union all
    select * from locked
    union all
    select program_id, partner_id, currency_code, part, amount_minor
    from booked
    union all
    select program_id, partner_id, currency_code, 'held' as part, held_minor as amount_minor
    from booked
),

final as (
    select
        program_id,
        partner_id,
        currency_code,
        cast(sum(case when part = 'pending' then amount_minor else 0 end) as bigint)
            as pending_minor,
        cast(sum(case when part = 'locked' then amount_minor else 0 end) as bigint)
            as locked_minor,
        cast(sum(case when part = 'held' then amount_minor else 0 end) as bigint)
            as held_minor,
        cast(sum(case when part = 'on_hold' then amount_minor else 0 end) as bigint)
            as on_hold_minor,
        cast(sum(case when part = 'cleared' then amount_minor else 0 end) as bigint)
            as cleared_minor,
        cast(
            sum(case when part in ('pending', 'locked') then 0 else amount_minor end) as bigint
        ) as booked_minor,
    from parts
    group by program_id, partner_id, currency_code
)

select * from final

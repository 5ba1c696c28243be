with
partners as (
    select * from {{ ref('stg_portal__partners') }}
),

deals as (
    select * from {{ ref('stg_portal__deals') }}
),

periods as (
    select * from {{ ref('sta_periods') }}
),

own as (
    select distinct program_id, partner_id, calendar_id from deals
),

-- A partner without a deal sees its traffic by the calendar that its program uses most.
most_used as (
    select program_id, calendar_id
    from periods
    group by program_id, calendar_id
    qualify row_number() over (
        partition by program_id
        order by case when calendar_id = 'month' then 0 else 1 end, calendar_id
    ) = 1
),

final as (
    select program_id, partner_id, calendar_id from own
    union all
    select partners.program_id, partners.partner_id, most_used.calendar_id
    from partners
    inner join most_used on partners.program_id = most_used.program_id
    left join own
        on partners.program_id = own.program_id and partners.partner_id = own.partner_id
    where own.partner_id is null
)

select * from final

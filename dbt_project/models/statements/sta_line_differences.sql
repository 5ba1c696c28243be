with
lines as (
    select * from {{ ref('sta_bookable_lines') }}
),

entries as (
    select * from {{ ref('sta_entries') }}
),

periods as (
    select * from {{ ref('sta_periods') }}
),

differing as (
    select * from {{ ref('sta_difference_totals') }}
),

last_entries as (
    select *
    from entries
    where entry_kind in ('line', 'difference', 'waived')
    qualify row_number() over (
        partition by program_id, calendar_id, origin_period_id, line_id
        order by booked_at desc, entry_kind asc
    ) = 1
),

final as (
    select
        differing.program_id,
        differing.calendar_id,
        differing.origin_period_id,
        differing.line_id,
        coalesce(lines.partner_id, booked.partner_id) as partner_id,
        coalesce(lines.deal_id, booked.deal_id) as deal_id,
        coalesce(lines.component_id, booked.component_id) as component_id,
        coalesce(lines.component_type, booked.component_type) as component_type,
        coalesce(lines.level, booked.level) as level,
        coalesce(lines.currency_code, booked.currency_code) as currency_code,
        differing.exact_amount,
        differing.amount_minor,
        differing.booked_minor,
        coalesce(lines.payable_from, booked.payable_from) as payable_from,
        coalesce(lines.event_on, booked.event_on) as event_on,
        coalesce(lines.client_id, booked.client_id) as client_id,
        coalesce(lines.event_record_key, booked.event_record_key) as event_record_key,
        coalesce(
            lines.direct_partner_id,
            case when booked.level = 0 then booked.partner_id end
        ) as direct_partner_id,
        coalesce(lines.plan_id, booked.plan_id) as plan_id,
        coalesce(lines.plan_version_no, booked.plan_version_no) as plan_version_no,
        booked.plan_version_no as booked_plan_version_no,
        lines.fx_on,
        lines.recorded_at,
        lines.line_digest,
        differing.is_present,
        differing.is_booked,
        differing.has_parts,
        periods.last_closed_at as seen_at,
        periods.ends_on as reach_on,
    from differing
    inner join periods
        on
            differing.program_id = periods.program_id
            and differing.calendar_id = periods.calendar_id
            and differing.origin_period_id = periods.period_id
    left join lines
        on
            differing.program_id = lines.program_id
            and differing.calendar_id = lines.calendar_id
            and differing.origin_period_id = lines.period_id
            and differing.line_id = lines.line_id
    left join last_entries as booked
        on
            differing.program_id = booked.program_id
            and differing.calendar_id = booked.calendar_id
            and differing.origin_period_id = booked.origin_period_id
            and differing.line_id = booked.line_id
)

select * from final

{#-
    Period components that have no base, in each period they were in force: the terms of the last
    day, and on how many days. Such a component sees all clients of its deal.
-#}
with

components as (
    select
        program_id, deal_id, component_id, component_type, calendar_id, partner_id, plan_id,
        plan_version_no, valid_from, valid_to, currency_code, currency_digits, digits, rounding,
        hold_days
    from {{ ref('stg_terms__deal_components') }}
    where component_type in ('flat_fee', 'bonus')
),

spans as (
    select
        components.*,
        periods.period_id,
        periods.period_no,
        periods.starts_on,
        periods.ends_on,
        {{ days_between('greatest(components.valid_from, periods.starts_on)',
                        'least(components.valid_to, periods.ends_on)') }} + 1 as span_days
    from components
    inner join {{ ref('int_periods__begun') }} as periods
        on components.program_id = periods.program_id
        and components.calendar_id = periods.calendar_id
        and components.valid_from <= periods.ends_on
        and periods.starts_on <= components.valid_to
        -- without a base only the clock begins a period
        and periods.starts_on <= cast({{ as_of() }} as date)
),

summed as (
    select
        *,
        sum(span_days) over (partition by program_id, deal_id, component_id, period_id)
            as active_days
    from spans
),

final as (
    select
        program_id,
        deal_id,
        component_id,
        component_type,
        period_id,
        0 as distance,
        period_no,
        starts_on,
        ends_on,
        calendar_id,
        partner_id,
        plan_id,
        plan_version_no,
        valid_from as terms_from,
        currency_code,
        currency_digits as digits,
        coalesce(rounding, 'line') as rounding,
        coalesce(hold_days, 0) as hold_days,
        cast(active_days as integer) as active_days,
        cast({{ days_between('starts_on', 'ends_on') }} + 1 as integer) as period_days
    from summed
    qualify row_number() over (
        partition by program_id, deal_id, component_id, period_id order by valid_from desc
    ) = 1
)

select * from final

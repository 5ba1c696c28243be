with
entries as (
    select * from {{ ref('sta_entries') }}
),

differences as (
    select * from {{ ref('sta_differences') }}
),

changes as (
    select
        program_id,
        partner_id,
        booked_at as changed_at,
        reason_code as change_code,
        component_id,
        origin_period_id as period_id,
        currency_code,
        amount_minor,
    from entries
    where entry_kind in ('difference', 'adjustment')
    union all
    select
        program_id,
        partner_id,
        changed_at,
        reason_code,
        component_id,
        origin_period_id,
        currency_code,
        amount_minor,
    from differences
    where not is_waived
),

final as (
    select
        program_id,
        partner_id,
        changed_at,
        change_code,
        component_id,
        period_id,
        cast(count(*) as bigint) as line_count,
        cast(sum(amount_minor) as bigint) as amount_minor,
        currency_code,
    from changes
    group by
        program_id, partner_id, changed_at, change_code, component_id, period_id, currency_code
)

select * from final

{#- A revenue share in each period it was in force: terms of the period's last day. -#}
with

components as (
    select * from {{ ref('int_components__by_brand') }} where component_type = 'revshare'
),

periods as (
    select program_id, calendar_id, period_id, period_no, starts_on, ends_on
    from {{ ref('stg_portal__periods') }}
),

last_facts as (
    select program_id, max(event_on) as event_on
    from {{ ref('int_client_days__summed') }}
    group by program_id
),

in_force as (
    select
        components.*,
        periods.period_id,
        periods.period_no,
        periods.starts_on,
        periods.ends_on
    from components
    inner join periods
        on components.program_id = periods.program_id
        and components.calendar_id = periods.calendar_id
        and components.valid_from <= periods.ends_on
        and periods.starts_on <= components.valid_to
    left join last_facts on components.program_id = last_facts.program_id
    where periods.starts_on
        <= greatest(
            cast({{ as_of() }} as date), coalesce(last_facts.event_on, date '1900-01-01')
        )
),

-- The account that is carried ends with the deal, or with the brand; new words start afresh
final as (
    select
        *,
        concat_ws(
            '|',
            case carry_scope when 'brand' then partner_id || '/' || deal_brand else deal_id end,
            component_id, currency_code, carry_policy, carry_level, carry_scope
        ) as carry_key
    from in_force
    qualify row_number() over (
        partition by program_id, deal_id, component_id, period_id
        order by valid_to desc, brand_key
    ) = 1
)

select * from final

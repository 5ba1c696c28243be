{#-
    A revenue share in each period it was in force: terms of the period's last day. An override on
    a period's revenue is one share for each distance, with its own base and carryover.
-#}
with

components as (
    select *, 0 as distance
    from {{ ref('int_components__by_brand') }}
    where component_type = 'revshare'
    union all
    select components.*, levels.distance
    from {{ ref('int_components__by_brand') }} as components
    inner join {{ ref('stg_terms__deal_levels') }} as levels
        on {{ same_component('components', 'levels', 'terms_from') }}
    where components.component_type = 'override' and components.family = 'period'
),

periods as (
    select program_id, calendar_id, period_id, period_no, starts_on, ends_on
    from {{ ref('int_periods__begun') }}
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
),

-- The account that is carried ends with the deal, or with the brand; new words start afresh
final as (
    select
        *,
        {{ joined_text([
            "case carry_scope when 'brand' then partner_id || '/' || deal_brand else deal_id end",
            'component_id', 'distance', 'currency_code', 'carry_policy', 'carry_level',
            'carry_scope',
        ]) }} as carry_key
    from in_force
    qualify row_number() over (
        partition by program_id, deal_id, component_id, period_id, distance
        order by valid_to desc, brand_key
    ) = 1
)

select * from final

{#-
    A revenue share in each period it was in force: terms of the period's last day. An override on
    a period's revenue is one share for each distance, with its own base and carryover; so is what a
    share earns on the clients of a partner without a deal (`led_places`).
-#}
{%- set columns = [
    'program_id', 'partner_id', 'brand_key', 'deal_id', 'deal_brand', 'component_id',
    'component_type', 'terms_from', 'valid_from', 'valid_to', 'calendar_id', 'currency_code',
    'currency_digits', 'base_kind', 'tier_kind', 'tier_metric', 'tier_look_back',
    'tier_look_back_n', 'tier_network', 'tier_on', 'carry_policy', 'carry_level', 'carry_scope',
    'carry_cap', 'carry_expires_after', 'fence_threshold', 'fence_product', 'recoup_from',
    'recoup_per',
] -%}
with

components as (
    select {{ columns | join(', ') }}, 0 as distance
    from {{ ref('int_components__by_brand') }}
    where component_type = 'revshare'
    union all
    select components.{{ columns | join(', components.') }}, levels.distance
    from {{ ref('int_components__by_brand') }} as components
    inner join {{ ref('stg_terms__deal_levels') }} as levels
        on {{ same_component('components', 'levels', 'terms_from') }}
    where components.component_type = 'override' and components.family = 'period'
    union all
    select components.{{ columns | join(', components.') }}, led.distance
    from {{ ref('int_components__by_brand') }} as components
    inner join (
        select distinct program_id, deal_id, component_id, distance
        from {{ ref('int_revshare_members__dated') }}
        where {{ is_led('distance') }}
    ) as led
        on components.program_id = led.program_id
        and components.deal_id = led.deal_id
        and components.component_id = led.component_id
    where components.component_type = 'revshare'
),

-- The account that is carried ends with the deal, or with the brand; new words start afresh
named as (
    select
        *,
        {{ joined_text([
            "case carry_scope when 'brand' then partner_id || '/' || deal_brand else deal_id end",
            'component_id', 'distance', 'currency_code', 'carry_policy', 'carry_level',
            'carry_scope',
        ]) }} as carry_key,
        count(*) over (partition by program_id, deal_id, component_id, distance) = 1 as is_alone
    from components
),

periods as (
    select program_id, calendar_id, period_id, period_no, starts_on, ends_on
    from {{ ref('int_periods__begun') }}
),

in_force as (
    select
        named.*,
        periods.period_id,
        periods.period_no,
        periods.starts_on,
        periods.ends_on
    from named
    inner join periods
        on named.program_id = periods.program_id
        and named.calendar_id = periods.calendar_id
        and named.valid_from <= periods.ends_on
        and periods.starts_on <= named.valid_to
),

-- Only where several meet is there one to choose
chosen as (
    select * from in_force where is_alone
    union all
    select *
    from in_force
    where not is_alone
    qualify row_number() over (
        partition by program_id, deal_id, component_id, period_id, distance
        order by valid_to desc, brand_key
    ) = 1
),

final as (
    select
        {{ columns | join(', ') }}, distance, period_id, period_no, starts_on, ends_on, carry_key,
        {{ period_line_key() }} as line_key,
        {{ key_of(['program_id', 'carry_key']) }} as carry_no
    from chosen
)

select * from final

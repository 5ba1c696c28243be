{#- The link of a click belongs to its partner: beside another partner's code it says nothing. -#}
{% set own_click -%}
click.is_accepted and click.age_days between 0 and programs.window_days
            and click.partner_id = coalesce(by_code.partner_id, click.partner_id)
{%- endset %}
with

registrations as (
    select
        program_id, client_id, record_key, occurred_at, event_on, click_id, partner_code, country,
        brand, recorded_at
    from {{ ref('stg_raw__conversions') }}
    where
        conversion_type = 'registration'
        and client_id is not null
        and coalesce(is_confirmed, true)
),

first_registrations as (
    select *
    from registrations
    qualify row_number() over (
        partition by program_id, client_id order by occurred_at, record_key
    ) = 1
),

programs as (
    select program_id, coalesce(window_days, 30) as window_days
    from {{ ref('stg_portal__programs') }}
),

clicks as (
    select program_id, click_id, record_key, occurred_at, event_on, link_code, sub1, verdict
    from {{ ref('stg_raw__clicks') }}
),

links as (
    select program_id, link_code, partner_id, campaign from {{ ref('stg_portal__links') }}
),

partners as (
    select program_id, partner_id, partner_code from {{ ref('stg_portal__partners') }}
),

brands as (
    select distinct program_id, brand_key from {{ ref('int_deals__by_brand') }}
),

named_clicks as (
    select
        registration.program_id,
        registration.client_id,
        clicks.record_key,
        clicks.occurred_at,
        clicks.event_on,
        clicks.link_code,
        clicks.sub1,
        links.campaign,
        links.partner_id,
        {{ days_between('clicks.event_on', 'registration.event_on') }} as age_days,
        coalesce(clicks.verdict, 'accepted') = 'accepted' as is_accepted
    from first_registrations as registration
    inner join clicks
        on registration.program_id = clicks.program_id
        and registration.click_id = clicks.click_id
    left join links
        on clicks.program_id = links.program_id
        and clicks.link_code = links.link_code
    qualify row_number() over (
        partition by registration.program_id, registration.client_id
        order by clicks.occurred_at desc, clicks.record_key
    ) = 1
),

final as (
    select
        registration.program_id,
        registration.client_id,
        registration.record_key as registration_record_key,
        registration.occurred_at as registered_at,
        registration.event_on as registered_on,
        registration.country,
        coalesce(brands.brand_key, '') as brand_key,
        click.record_key as click_record_key,
        click.occurred_at as clicked_at,
        click.event_on as clicked_on,
        case when {{ own_click }} then click.link_code end as link_code,
        case when {{ own_click }} then click.campaign end as campaign,
        case when {{ own_click }} then click.sub1 end as sub1,
        coalesce(
            by_code.partner_id,
            case
                when click.is_accepted and click.age_days between 0 and programs.window_days
                    then click.partner_id
            end
        ) as partner_id,
        case
            when by_code.partner_id is not null then 'code'
            when click.is_accepted and click.age_days between 0 and programs.window_days
                then 'link'
        end as attribution_source,
        registration.recorded_at
    from first_registrations as registration
    inner join programs
        on registration.program_id = programs.program_id
    left join named_clicks as click
        on registration.program_id = click.program_id
        and registration.client_id = click.client_id
    left join partners as by_code
        on registration.program_id = by_code.program_id
        and registration.partner_code = by_code.partner_code
    left join brands
        on registration.program_id = brands.program_id
        and registration.brand = brands.brand_key
)

select * from final

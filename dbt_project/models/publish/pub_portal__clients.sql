{#- Over 120 lines: one milestone after the other. -#}
with

attributions as (
    select * from {{ ref('int_attributions__resolved') }}
),

registrations as (
    select
        program_id, client_id, registered_on, link_code, country, brand_key, click_record_key
    from {{ ref('int_clients__registered') }}
),

clicks as (
    select program_id, record_key, sub1, sub2, sub3, sub4, sub5, device
    from {{ ref('stg_raw__clicks') }}
),

accounts as (
    select program_id, client_id, account_tail, opened_on, account_id
    from {{ ref('stg_raw__accounts') }}
    where client_id is not null and not coalesce(is_demo, false)
),

conversions as (
    select program_id, client_id, conversion_type, event_on
    from {{ ref('int_conversions__attributed') }}
    where client_id is not null and not is_rejected
),

days as (
    select * from {{ ref('mart_client_days') }} where is_active
),

qualified as (
    select program_id, client_id, partner_id, event_on
    from {{ ref('int_cpa_clients__qualified') }}
    where not is_excluded
),

-- Whoever was attributed to a partner stays in its list, until the day it belonged to it
belonging as (
    select
        program_id, client_id, partner_id,
        min(valid_from) as attributed_from,
        max(valid_to) as attributed_to,
        max_by(attribution_source, valid_from) as attribution_source
    from attributions
    group by program_id, client_id, partner_id
),

last_accounts as (
    select *
    from accounts
    qualify row_number() over (
        partition by program_id, client_id order by opened_on desc, account_id
    ) = 1
),

milestones as (
    select
        program_id, client_id,
        min(case when conversion_type = 'identity_verified' then event_on end) as verified_on,
        min(case when conversion_type = 'deposit' then event_on end) as deposited_on
    from conversions
    group by program_id, client_id
),

-- To a partner a client is active on the days on which it was its own
activity as (
    select
        program_id, client_id, partner_id,
        min(day) as first_active_on,
        max(day) as last_active_on,
        count(*) as active_days
    from days
    group by program_id, client_id, partner_id
),

qualifications as (
    select program_id, client_id, partner_id, min(event_on) as qualified_on
    from qualified
    group by program_id, client_id, partner_id
),

final as (
    select
        belonging.program_id,
        belonging.partner_id,
        {{ client_ref('belonging.partner_id', 'belonging.client_id', '0') }} as client_ref,
        belonging.attributed_from,
        belonging.attributed_to,
        belonging.attribution_source,
        registrations.registered_on,
        milestones.verified_on,
        milestones.deposited_on,
        activity.first_active_on,
        activity.last_active_on,
        cast(coalesce(activity.active_days, 0) as integer) as active_days,
        qualifications.qualified_on,
        last_accounts.account_tail,
        registrations.link_code,
        registrations.country,
        nullif(registrations.brand_key, '') as brand,
        case when registrations.link_code is not null then clicks.sub1 end as sub1,
        case when registrations.link_code is not null then clicks.sub2 end as sub2,
        case when registrations.link_code is not null then clicks.sub3 end as sub3,
        case when registrations.link_code is not null then clicks.sub4 end as sub4,
        case when registrations.link_code is not null then clicks.sub5 end as sub5,
        case when registrations.link_code is not null then clicks.device end as device
    from belonging
    left join registrations using (program_id, client_id)
    left join clicks
        on registrations.program_id = clicks.program_id
        and registrations.click_record_key = clicks.record_key
    left join last_accounts using (program_id, client_id)
    left join milestones using (program_id, client_id)
    left join activity using (program_id, client_id, partner_id)
    left join qualifications using (program_id, client_id, partner_id)
)

select * from final

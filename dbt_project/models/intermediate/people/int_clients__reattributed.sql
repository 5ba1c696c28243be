{#- Over 120 lines: what shows activity, what shows a click, and which click counts. -#}
{#-
    `reattribute_after_inactive_days` (COMMISSIONS, "Who a client belongs to"): a client that did
    nothing for more than so many days belongs to the partner of the next click that it is known by,
    from the click's day. Nothing is no deposit, no stake, no closed trade and no sale.
-#}
with

programs as (
    select
        program_id, coalesce(window_days, 30) as window_days, reattribute_after_inactive_days
    from {{ ref('stg_portal__programs') }}
    where reattribute_after_inactive_days is not null
),

conversions as (
    select records.*
    from {{ ref('stg_raw__conversions') }} as records
    inner join programs on records.program_id = programs.program_id
    where records.client_id is not null and coalesce(records.is_confirmed, true)
),

links as (
    select program_id, link_code, partner_id, campaign from {{ ref('stg_portal__links') }}
),

explicit as (
    select program_id, client_id, partner_id, valid_from
    from {{ ref('stg_raw__attributions') }}
    qualify row_number() over (
        partition by program_id, client_id, valid_from order by recorded_at desc, record_key desc
    ) = 1
),

registered as (
    select
        program_id, client_id, partner_id, registered_at, registered_on, registration_record_key
    from {{ ref('int_clients__registered') }}
),

-- A later record of a client than its registration names the click that brought it back
clicked as (
    select
        conversions.program_id,
        conversions.client_id,
        clicks.record_key,
        clicks.occurred_at as clicked_at,
        clicks.event_on as clicked_on,
        links.partner_id,
        links.link_code,
        links.campaign,
        clicks.sub1,
        min(greatest(clicks.recorded_at, conversions.recorded_at)) as recorded_at
    from conversions
    inner join programs on conversions.program_id = programs.program_id
    inner join {{ ref('stg_raw__clicks') }} as clicks
        on conversions.program_id = clicks.program_id
        and conversions.click_id = clicks.click_id
        and coalesce(clicks.verdict, 'accepted') = 'accepted'
        and {{ days_between('clicks.event_on', 'conversions.event_on') }}
            between 0 and programs.window_days
    inner join links
        on clicks.program_id = links.program_id
        and clicks.link_code = links.link_code
    left join registered
        on conversions.program_id = registered.program_id
        and conversions.client_id = registered.client_id
    where conversions.record_key is distinct from registered.registration_record_key
    group by
        conversions.program_id, conversions.client_id, clicks.record_key, clicks.occurred_at,
        clicks.event_on, links.partner_id, links.link_code, links.campaign, clicks.sub1
),

clients as (
    select distinct program_id, client_id from clicked
),

accounts as (
    select program_id, account_id, client_id, is_demo from {{ ref('stg_raw__accounts') }}
),

active as (
    select program_id, client_id, occurred_at, event_on
    from conversions
    where conversion_type in ('deposit', 'sale')
    union all
    select
        activity.program_id, activity.client_id,
        {{ local_day_end('activity.activity_on', 'programs.time_zone') }} as occurred_at,
        activity.activity_on as event_on
    from {{ ref('stg_raw__activity') }} as activity
    inner join {{ ref('stg_portal__programs') }} as programs
        on activity.program_id = programs.program_id
    where activity.stakes > 0
    union all
    select
        trades.program_id, coalesce(trades.client_id, accounts.client_id) as client_id,
        trades.closed_at as occurred_at, trades.event_on
    from {{ ref('stg_raw__trades') }} as trades
    inner join programs on trades.program_id = programs.program_id
    left join accounts
        on trades.program_id = accounts.program_id
        and trades.account_id = accounts.account_id
    where not coalesce(accounts.is_demo, false)
    union all
    select program_id, client_id, registered_at, registered_on from registered
),

-- The last thing that the client did before the click
judged as (
    select
        clicked.program_id,
        clicked.client_id,
        clicked.record_key,
        clicked.clicked_at,
        max(active.event_on) as last_active_on
    from clicked
    inner join clients
        on clicked.program_id = clients.program_id
        and clicked.client_id = clients.client_id
    left join active
        on clicked.program_id = active.program_id
        and clicked.client_id = active.client_id
        and active.occurred_at < clicked.clicked_at
    group by clicked.program_id, clicked.client_id, clicked.record_key, clicked.clicked_at
),

-- Whose client it was by registration or by hand, on the click's day
belonging as (
    select
        clicked.*,
        judged.last_active_on,
        coalesce(
            max_by(explicit.partner_id, explicit.valid_from),
            max(case when registered.registered_on <= clicked.clicked_on
                then registered.partner_id end)
        ) as base_partner_id,
        max(explicit.valid_from) as explicit_from,
        max(registered.registered_at) as registered_at
    from clicked
    inner join judged
        on clicked.program_id = judged.program_id
        and clicked.client_id = judged.client_id
        and clicked.record_key = judged.record_key
    left join explicit
        on clicked.program_id = explicit.program_id
        and clicked.client_id = explicit.client_id
        and explicit.valid_from <= clicked.clicked_on
    left join registered
        on clicked.program_id = registered.program_id
        and clicked.client_id = registered.client_id
    group by all
),

inactive as (
    select
        belonging.*,
        greatest(
            coalesce(belonging.last_active_on, belonging.explicit_from),
            coalesce(belonging.explicit_from, belonging.last_active_on)
        ) as inactive_since
    from belonging
),

-- A click on a link of the client's own partner changes nothing
changing as (
    select
        inactive.*,
        max(
            case
                when inactive.partner_id is distinct from inactive.base_partner_id then 1 else 0
            end
        ) over (
            partition by inactive.program_id, inactive.client_id
            order by inactive.clicked_at, inactive.record_key
            rows between unbounded preceding and current row
        ) = 1 as is_change
    from inactive
    inner join programs on inactive.program_id = programs.program_id
    where {{ days_between('inactive.inactive_since', 'inactive.clicked_on') }}
        > programs.reattribute_after_inactive_days
        -- before its registration a client belongs to nobody, and a click moves none
        and (
            inactive.explicit_from is not null
            or inactive.registered_at <= inactive.clicked_at
        )
),

-- One click for each time of doing nothing: the first
final as (
    select
        program_id,
        client_id,
        partner_id,
        clicked_on as valid_from,
        record_key as click_record_key,
        link_code,
        campaign,
        sub1,
        recorded_at
    from changing
    where is_change and (explicit_from is null or explicit_from < clicked_on)
    qualify row_number() over (
        partition by program_id, client_id, inactive_since
        order by clicked_at, record_key
    ) = 1
)

select * from final
